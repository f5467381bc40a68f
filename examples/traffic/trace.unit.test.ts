import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readMoments, readTrace } from './trace.ts';
import type { TraceRow } from './trace.ts';
import { trafficWorld } from './world.ts';

const HEADER = 'time_s,id,x_m,y_m,heading_deg,speed_mps';
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'trace-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, bytes: string | Uint8Array): string {
  const file = join(directory, name);
  writeFileSync(file, bytes);
  return file;
}

async function readAll(file: string): Promise<TraceRow[]> {
  const rows: TraceRow[] = [];
  const { bounds: world } = trafficWorld;
  for await (const row of readTrace(file, world)) rows.push(row);
  return rows;
}

test('a plain and a packed trace read alike, moment by moment', async () => {
  const text = `${HEADER}\n0,7,1.5,2.5,90,3\n0,8,4,5,0,0\n2,7,2,2.5,90,1\n`;
  const plain = await readAll(write('a.csv', text));
  expect(await readAll(write('a.csv.gz', gzipSync(text)))).toEqual(plain);
  expect(plain[0]).toEqual({ timeS: 0, id: 7, x: 1.5, y: 2.5, headingDeg: 90, speedMps: 3 });
  const moments = [];
  for await (const { timeS, stepS, rows } of readMoments(join(directory, 'a.csv'))) {
    moments.push([timeS, stepS, rows.length]);
  }
  expect(moments).toEqual([
    [0, 2, 2],
    [2, 2, 1],
  ]);
});

test('the trace that ships reads, within the world', async () => {
  const rows = await readAll(fileURLToPath(new URL('traces/small.csv.gz', import.meta.url)));
  expect(rows.length).toBeGreaterThan(20_000);
  expect(new Set(rows.map(({ id }) => id)).size).toBeGreaterThan(300);
});

describe('a broken trace is told with file, line and what is wrong', () => {
  const good = '0,1,5,5,0,0';
  test.each([
    ['a broken number', `${HEADER}\n${good}\n1,1,5x,5,0,0\n`, /line 3: x_m is "5x", not a number/],
    ['an empty cell', `${HEADER}\n0,1,,5,0,0\n`, /line 2: x_m is "", not a number/],
    ['time that runs back', `${HEADER}\n4,1,5,5,0,0\n3,1,5,5,0,0\n`, /line 3: time_s goes back/],
    ['a missing column', `time_s,id,x_m,y_m,heading_deg\n0,1,5,5,0\n`, /line 1: the header is not/],
    ['a short row', `${HEADER}\n${good}\n1,1,5\n`, /line 3: 3 columns instead of 6/],
    ['an id that is none', `${HEADER}\n0,-4,5,5,0,0\n`, /line 2: id is -4/],
    ['a place outside the world', `${HEADER}\n0,1,5,9999,0,0\n`, /line 2: y_m is 9999, outside/],
    ['a quote that never closes', `${HEADER}\n0,"1,5,5,0,0\n`, /line \d+: /],
    ['an empty line in between', `${HEADER}\n${good}\n\n0,1,y,5,0,0\n`, /line 4: x_m is "y"/],
  ])('%s', async (name, text, message) => {
    const file = write(`${name.replaceAll(' ', '-')}.csv`, text);
    const error = await readAll(file).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ code: 'ATLAS_TRACE_INVALID' });
    expect(error?.message).toContain(file);
    expect(error?.message).toMatch(message);
  });

  test.each([
    ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 20)],
    ['scribbled over', (whole: Buffer) => whole.fill(0x55, whole.length >> 1)],
    ['no gzip at all', () => Buffer.from('time_s,id\n')],
  ])('a gzip that is %s', async (name, damage) => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},1,${(i * 7919) % 3000},5,0,0`);
    const whole = gzipSync(`${HEADER}\n${rows.join('\n')}\n`);
    const file = write(`${name.replaceAll(' ', '-')}.csv.gz`, damage(whole));
    const error = await readAll(file).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ code: 'ATLAS_TRACE_INVALID' });
    expect(error?.message).toContain(`${file}, line `);
  });

  test('no file, and an empty one', async () => {
    const code = 'ATLAS_TRACE_INVALID';
    const none = join(directory, 'none.csv');
    await expect(readAll(none)).rejects.toMatchObject({ code, details: { file: none } });
    for (const [name, text, line] of [
      ['empty.csv', '', 1],
      ['rows.csv', `${HEADER}\n`, 2],
    ] as const) {
      const file = write(name, text);
      await expect(readAll(file)).rejects.toMatchObject({ code, details: { file, line } });
    }
  });
});
