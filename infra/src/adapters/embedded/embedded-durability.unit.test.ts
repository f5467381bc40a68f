import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { EventLog } from '@atlasnet/schemas';
import { eventually, hexOf, patternBytes } from '../../testing/contract-tools.ts';
import { readAll } from '../../testing/event-log-contract.ts';
import { testInterlink } from '../../testing/test-interlink.ts';
import { VolatileLogFiles } from '../../testing/volatile-log-files.ts';
import { SeededRandom } from '../simulated/seeded-random.ts';
import { SystemClock } from '../system/system-clock.ts';
import { EmbeddedEventLog } from './embedded-event-log.ts';
import { EmbeddedLogServer } from './embedded-log-server.ts';
import type { LogFiles } from './log-files.ts';
import { NodeLogFiles } from './node-log-files.ts';
import { RemoteEventLog } from './remote-event-log.ts';

const SPEC = {
  topic: 't',
  partitions: 2,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  recordBytesMax: 3000,
};

const open = (files: LogFiles, diskBytesMax = 2 ** 20): Promise<EmbeddedEventLog> =>
  EmbeddedEventLog.open({ files, diskBytesMax, wallMs: () => 1000, segmentBytesMax: 8000 });

interface Promised {
  /** Of each acknowledged record: partition/offset and bytes. */
  readonly acknowledged: Map<string, string>;
  /** Deletions that were promised. */
  readonly starts: number[];
}

/** Appends, rolls segments, deletes; notes what was promised. Ends where the power does. */
async function work(files: VolatileLogFiles): Promise<Promised> {
  const promised: Promised = { acknowledged: new Map(), starts: [0, 0] };
  try {
    const log = await open(files);
    await log.ensureTopic(SPEC);
    await Promise.all([0, 1].map((partition) => fill(log, partition, promised)));
    await log.close();
  } catch (error) {
    if (!String(error).includes('operation')) throw error;
  }
  return promised;
}

async function fill(log: EventLog, partition: number, promised: Promised): Promise<void> {
  for (let n = 0; n < 8; n++) {
    const filler = new Uint8Array(n === 2 || n === 4 ? 2900 : 700).fill(n + 1);
    const batches = [[patternBytes(n), filler], [patternBytes(n + 50)]];
    const outcomes = await Promise.all(batches.map((batch) => log.append('t', partition, batch)));
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.kind !== 'acknowledged') return;
      for (const [j, record] of (batches[i] ?? []).entries()) {
        promised.acknowledged.set(`${partition}/${outcome.baseOffset + j}`, summary(record));
      }
    }
    if (n !== 5) continue;
    await log.deleteBefore('t', partition, 14);
    promised.starts[partition] = 14;
  }
}

const summary = (bytes: Uint8Array): string => `${bytes.length} ${hexOf(bytes.subarray(0, 300))}`;

test('[L7] power cut at every operation: what was acknowledged is there, and nothing is half there', async () => {
  const whole = new VolatileLogFiles();
  const all = await work(whole);
  expect(all.acknowledged.size).toBe(48);
  let compared = 0;
  for (let cutAt = 1; cutAt <= whole.operations; cutAt++) {
    const files = new VolatileLogFiles();
    files.powerCutAt = cutAt;
    const promised = await work(files);
    const left = files.afterPowerCut(new SeededRandom(cutAt));
    const log = await open(left);
    await log.ensureTopic(SPEC);
    for (const partition of [0, 1]) {
      const { startOffset, endOffset } = await log.bounds('t', partition);
      expect(startOffset).toBeGreaterThanOrEqual(promised.starts[partition] ?? 0);
      const records = await readAll(log, 't', partition);
      expect(records).toHaveLength(endOffset - startOffset);
      const found = new Map(records.map(({ offset, value }) => [offset, summary(value)]));
      for (const [place, bytes] of promised.acknowledged) {
        const offset = Number(place.slice(2));
        if (!place.startsWith(`${partition}/`) || offset < startOffset) continue;
        expect([cutAt, place, found.get(offset)]).toEqual([cutAt, place, bytes]);
        compared += 1;
      }
      const next = await log.append('t', partition, [patternBytes(1)]);
      expect(next).toEqual({ kind: 'acknowledged', baseOffset: endOffset });
    }
    await log.close();
  }
  expect(compared).toBeGreaterThan(500);
}, 60_000);

test('damage is named by file and position, and nothing is changed: in the middle, and in a clean end', async () => {
  const files = new VolatileLogFiles();
  const log = await open(files);
  await log.ensureTopic(SPEC);
  for (let i = 0; i < 20; i++) await log.append('t', 0, [patternBytes(i)]);
  await log.close();
  const path =
    files.paths().find((name) => name.includes('/0/') && name.endsWith('.segment')) ?? '';
  // What the stop said reached the disk, too.
  const said = files.paths().find((name) => name.endsWith('clean.json')) ?? '';
  files.tamper(said, (bytes) => bytes);
  for (const damage of [
    (bytes: Buffer): Buffer => Buffer.from(bytes).fill(0xee, 900, 905),
    (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 3),
    (bytes: Buffer): Buffer => Buffer.from(bytes).fill(0, bytes.length - 20),
  ]) {
    let before = Buffer.alloc(0);
    files.tamper(path, (bytes) => {
      before = Buffer.from(bytes);
      return damage(bytes);
    });
    const copy = files.afterPowerCut(new SeededRandom(1));
    const opened = open(copy);
    await expect(opened).rejects.toMatchObject({
      code: 'ATLAS_LOG_CORRUPT',
      details: { file: `memory/${path}`, position: expect.any(Number) },
    });
    files.tamper(path, () => before);
  }
  const mended = await open(files);
  expect(await readAll(mended, 't', 0)).toHaveLength(20);
  await mended.close();
});

test('damage in an older segment is found when it is read', async () => {
  const files = new VolatileLogFiles();
  const log = await open(files);
  await log.ensureTopic(SPEC);
  for (let i = 0; i < 5; i++) await log.append('t', 0, [new Uint8Array(2900).fill(i)]);
  const path = files.paths().find((name) => name.includes('/0/0')) ?? '';
  files.tamper(path, (bytes) => Buffer.from(bytes).fill(9, 4000, 4001));
  await log.close();
  const again = await open(files);
  const last = await again.read({ topic: 't', partition: 0, fromOffset: 4, bytesMax: 100 });
  expect(last.records).toHaveLength(1);
  const read = again.read({ topic: 't', partition: 0, fromOffset: 1, bytesMax: 100 });
  await expect(read).rejects.toMatchObject({ code: 'ATLAS_LOG_CORRUPT' });
  await again.close();
});

test('the disk cap refuses, and deleting old records makes room', async () => {
  const files = new VolatileLogFiles();
  const log = await open(files, 20_000);
  await log.ensureTopic(SPEC);
  const record = new Uint8Array(2900);
  const kinds: string[] = [];
  for (let i = 0; i < 8; i++) {
    const outcome = await log.append('t', 0, [record]);
    kinds.push(outcome.kind === 'refused' ? outcome.error.code : outcome.kind);
  }
  expect(kinds).toEqual([...Array(6).fill('acknowledged'), 'ATLAS_LOG_FULL', 'ATLAS_LOG_FULL']);
  await log.deleteBefore('t', 0, 5);
  expect(log.diskUse.usedBytes).toBeLessThan(12_000);
  expect((await log.append('t', 0, [record])).kind).toBe('acknowledged');
  await log.close();
});

test('what yields is refused first, and a log above its cap takes as much of the rest as one below', async () => {
  const files = new VolatileLogFiles();
  const record = new Uint8Array(2900);
  const fill = async (log: EventLog, yields: boolean): Promise<number> => {
    for (let count = 0; ; count++) {
      const outcome = await log.append('t', 0, [record], yields);
      if (outcome.kind === 'acknowledged') continue;
      expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'ATLAS_LOG_FULL' } });
      return count;
    }
  };
  const log = await open(files, 100_000);
  await log.ensureTopic(SPEC);
  expect(await fill(log, true)).toBe(29);
  const both = [true, false].map((yields) => log.append('t', 0, [record], yields));
  const kinds = (await Promise.all(both)).map(({ kind }) => kind);
  expect(kinds).toEqual(['refused', 'acknowledged']);
  expect(await fill(log, false)).toBe(4);
  await log.close();
  const again = await open(files, 50_000);
  expect(await fill(again, true)).toBe(0);
  expect(await fill(again, false)).toBe(2);
  await again.deleteBefore('t', 0, 25);
  expect(await fill(again, true)).toBe(2);
  await again.close();
});

test('a full disk refuses, and can drop nothing; the log goes on when there is room', async () => {
  const files = new VolatileLogFiles();
  const record = new Uint8Array(2900);
  const append = async (log: EventLog): Promise<string> => {
    const outcome = await log.append('t', 0, [record], true);
    return outcome.kind === 'refused' ? outcome.error.code : outcome.kind;
  };
  files.free = 100_000;
  const log = await open(files);
  await log.ensureTopic(SPEC);
  expect(log.diskUse.bytesMax).toBeGreaterThan(99_000);
  for (let i = 0; i < 29; i++) expect(await append(log)).toBe('acknowledged');
  // The cap is what the disk has room for, and the reserve is left.
  expect(await append(log)).toBe('ATLAS_LOG_FULL');
  // Somebody else takes what there is.
  files.free = 1;
  expect((await log.append('t', 0, [record])).kind).toBe('refused');
  await expect(log.deleteBefore('t', 0, 20)).rejects.toMatchObject({ code: 'ATLAS_LOG_FULL' });
  expect(await log.bounds('t', 0)).toEqual({ startOffset: 0, endOffset: 29 });
  // Who fills it for a moment only costs no history; who stays makes the cap smaller.
  expect((await log.measureDisk()).bytesMax).toBeGreaterThan(99_000);
  for (let i = 0; i < 20; i++) await log.measureDisk();
  const { usedBytes, bytesMax } = log.diskUse;
  expect(bytesMax).toBe(usedBytes + 1);
  files.free = 20_000;
  await log.deleteBefore('t', 0, 20);
  await log.measureDisk();
  expect(await append(log)).toBe('acknowledged');
  files.free = 0;
  await log.close();
  files.free = 20_000;
  const again = await open(files);
  expect(await again.bounds('t', 0)).toEqual({ startOffset: 20, endOffset: 30 });
  await again.close();
});

test('under a small disk cap the history of many partitions can be reclaimed', async () => {
  const files = new VolatileLogFiles();
  const diskBytesMax = 16 * 1024 * 1024;
  const log = await EmbeddedEventLog.open({ files, diskBytesMax, wallMs: () => 1000 });
  const partitions = 12;
  await log.ensureTopic({ ...SPEC, partitions, recordBytesMax: 20_000 });
  const record = new Uint8Array(16_000);
  const fill = async (): Promise<number> => {
    for (let count = 0; ; count++) {
      const outcome = await log.append('t', count % partitions, [record]);
      if (outcome.kind === 'acknowledged') continue;
      expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'ATLAS_LOG_FULL' } });
      return count;
    }
  };
  const first = await fill();
  expect(first * record.length).toBeGreaterThan(diskBytesMax * 0.95);
  for (let partition = 0; partition < partitions; partition++) {
    const { endOffset } = await log.bounds('t', partition);
    await log.deleteBefore('t', partition, endOffset - 2);
  }
  expect(log.diskUse.usedBytes).toBeLessThan(diskBytesMax * 0.2);
  expect(await fill()).toBeGreaterThan(first * 0.8);
  await log.close();
});

test('on a disk that has less room than the cap, files are as small as that asks for', async () => {
  const files = new VolatileLogFiles();
  files.free = 2 * 1024 * 1024;
  const log = await EmbeddedEventLog.open({ files, diskBytesMax: 2 ** 32, wallMs: () => 1000 });
  await log.ensureTopic({ ...SPEC, recordBytesMax: 20_000 });
  let count = 0;
  while ((await log.append('t', 0, [new Uint8Array(16_000)], true)).kind === 'acknowledged')
    count++;
  await log.deleteBefore('t', 0, count - 2);
  expect(log.diskUse.usedBytes).toBeLessThan(300_000);
  expect(files.free).toBeGreaterThan(1_700_000);
  await log.close();
});

test('a directory in use is named with its pid; a dead process’s lock is taken over', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'atlasnet-lock-'));
  const log = await open(new NodeLogFiles(directory));
  await expect(open(new NodeLogFiles(directory))).rejects.toMatchObject({
    code: 'ATLAS_LOG_LOCKED',
    details: { directory, pid: process.pid },
  });
  await log.close();
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(directory, 'lock'), '1 long-gone\n');
  const again = await open(new NodeLogFiles(directory));
  await again.ensureTopic(SPEC);
  await again.append('t', 1, [patternBytes(3)]);
  await again.close();
  const third = await open(new NodeLogFiles(directory));
  expect((await readAll(third, 't', 1)).map(({ value }) => hexOf(value))).toEqual([
    hexOf(patternBytes(3)),
  ]);
  await third.close();
  await rm(directory, { recursive: true });
});

test('[L7] the server dies and comes back: appends are unknown meanwhile, followers go on', async () => {
  const clock = new SystemClock();
  const log = await open(new VolatileLogFiles());
  await log.ensureTopic(SPEC);
  const first = new EmbeddedLogServer({ interlink: testInterlink('one'), clock, log });
  const address = await first.listen({ host: '127.0.0.1', port: 0 });
  const options = { interlink: testInterlink('client'), clock, address };
  const remote = new RemoteEventLog(options);
  // Asked during the outage only: what is to be answered has the time that a busy machine takes.
  const hasty = new RemoteEventLog({ ...options, requestTimeoutMs: 300 });
  const seen: number[] = [];
  remote.follow({
    topic: 't',
    partition: 0,
    fromOffset: 0,
    onRecords: (records) => void seen.push(...records.map((record) => record.offset)),
    onError: () => {},
  });
  expect((await remote.append('t', 0, [patternBytes(0)])).kind).toBe('acknowledged');
  await eventually(() => seen.length === 1, 'the first record');
  await first.stop();
  expect((await hasty.append('t', 0, [patternBytes(1)])).kind).toBe('unknown');
  await expect(hasty.bounds('t', 0)).rejects.toMatchObject({ code: 'ATLAS_LOG_UNREACHABLE' });
  const second = new EmbeddedLogServer({ interlink: testInterlink('two'), clock, log });
  await second.listen({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  expect(await remote.append('t', 0, [patternBytes(1)])).toEqual({
    kind: 'acknowledged',
    baseOffset: 1,
  });
  await eventually(() => seen.length === 2, 'the record after the outage');
  expect(seen).toEqual([0, 1]);
  await remote.close();
  await hasty.close();
  await second.stop();
  await log.close();
});

test('a question that was on its way when the connection broke is asked again', async () => {
  const clock = new SystemClock();
  const log = await open(new VolatileLogFiles());
  await log.ensureTopic(SPEC);
  const server = new EmbeddedLogServer({ interlink: testInterlink('two'), clock, log });
  let broken = 0;
  const breaking = await testInterlink('one').listen({ host: '127.0.0.1', port: 0 }, (link) => ({
    message: () => {
      broken += 1;
      link.close('broken');
      void breaking.close().then(() => server.listen({ host: '127.0.0.1', port }));
    },
    closed: () => undefined,
  }));
  const port = Number(breaking.address.split(':')[1]);
  const remote = new RemoteEventLog({
    interlink: testInterlink('client'),
    clock,
    address: breaking.address,
  });
  expect(await remote.bounds('t', 0)).toEqual({ startOffset: 0, endOffset: 0 });
  expect(broken).toBe(1);
  await remote.close();
  await server.stop();
  await log.close();
});
