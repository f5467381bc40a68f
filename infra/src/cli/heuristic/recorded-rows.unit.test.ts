import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { TraceRow } from '@atlasnet/heuristic';
import { WorldReader, openWorldLog } from '@atlasnet/replay';
import { LoggedWorld } from '../../testing/logged-world.ts';
import { walkers } from '../../testing/walkers.ts';
import { recordedRows } from './recorded-rows.ts';
import { readTraceFile } from './trace-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'atlasnet-trace-'));

async function all(rows: AsyncIterable<TraceRow>): Promise<TraceRow[]> {
  const read: TraceRow[] = [];
  for await (const row of rows) read.push(row);
  return read;
}

function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

test('a recorded session is a trace: every entity once a second, where the replay has it', async () => {
  const logged = new LoggedWorld(walkers(20), { world: 'city', regions: 4 });
  logged.run(60);
  const rows = await all(recordedRows(await openWorldLog(logged.log, 'city')));
  expect([...new Set(rows.map(({ timeS }) => timeS))]).toEqual([1, 2, 3, 4, 5, 6]);
  const third = rows.filter(({ timeS }) => timeS === 3);
  const { regions } = await (await WorldReader.open(logged.log, 'city')).stateAt(30);
  const owned = [...regions.values()].flatMap(({ table }) => {
    const { slots, length } = table.slotsById();
    return Array.from(slots.subarray(0, length), (slot) => [
      table.ids[slot],
      table.lanes[0][slot] * table.schema.positionQuantumM,
    ]);
  });
  expect(owned.length).toBeGreaterThan(10);
  expect(third).toHaveLength(new Set(third.map(({ id }) => id)).size);
  expect(new Map(third.map(({ id, xM }) => [id, xM]))).toEqual(
    new Map(owned as [number, number][]),
  );
});

test('a trace file may be packed, and have more columns', async () => {
  const text = 'time_s,id,x_m,y_m,speed\n0,7,1.5,2,9\n1,7,2.5,2,9\n';
  const rows = [
    { timeS: 0, id: 7, xM: 1.5, yM: 2 },
    { timeS: 1, id: 7, xM: 2.5, yM: 2 },
  ];
  expect(await all(readTraceFile(fileOf('plain.csv', text)))).toEqual(rows);
  expect(await all(readTraceFile(fileOf('packed.csv.gz', gzipSync(text))))).toEqual(rows);
});

test('what is wrong with a trace file is named with its place', async () => {
  const problem = (file: string) => expect(all(readTraceFile(file))).rejects;
  await problem(join(directory, 'none.csv')).toThrow(/none\.csv: it does not exist/);
  await problem(fileOf('a.csv', 'time_s,id,x_m\n0,1,2\n')).toThrow(/has no column y_m/);
  await problem(fileOf('b.csv', 'time_s,id,x_m,y_m\n0,1,2,3\n0,1,x,3\n')).toThrow(
    /b\.csv, line 3: x_m is "x"/,
  );
  await problem(fileOf('back.csv', 'time_s,id,x_m,y_m\n5,1,2,3\n4,1,2,3\n')).toThrow(
    /back\.csv, line 3: time_s goes back from 5 to 4/,
  );
  await problem(fileOf('empty.csv', 'time_s,id,x_m,y_m\n')).toThrow(/empty\.csv: it has no row/);
  await problem(fileOf('c.csv.gz', 'no gzip')).toThrow(/ATLAS_TRACE_INVALID|incorrect header/);
});
