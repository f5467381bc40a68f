import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { AtlasError } from '@atlasnet/schemas';
import type { AppendOutcome, EventLog, LogRecord } from '@atlasnet/schemas';

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function baseOffset(outcome: AppendOutcome): number {
  if (outcome.kind !== 'acknowledged') throw outcome.error;
  return outcome.baseOffset;
}

export function errorOf(outcome: AppendOutcome | undefined): AtlasError | null {
  return outcome === undefined || outcome.kind === 'acknowledged' ? null : outcome.error;
}

export async function append(
  log: EventLog,
  topic: string,
  partition: number,
  values: readonly string[],
): Promise<void> {
  baseOffset(await log.append(topic, partition, values.map(text)));
}

export async function readAll(
  log: EventLog,
  topic: string,
  partition: number,
): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  for (;;) {
    const request = { topic, partition, fromOffset: found.length, bytesMax: 500 };
    const { records } = await log.read(request);
    if (records.length === 0) return found;
    found.push(...records);
  }
}

export async function codeOf(work: Promise<unknown>): Promise<AtlasError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof AtlasError) return error;
  throw error;
}

export async function expectCode(work: Promise<unknown>, code: string): Promise<void> {
  expect((await codeOf(work)).code).toBe(code);
}

export async function until(condition: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadlineMs) throw new Error(`did not come true: ${condition.toString()}`);
    await delay(10);
  }
}
