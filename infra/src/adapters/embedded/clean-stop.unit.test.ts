import { expect, test } from '@jest/globals';
import { readAll } from '../../testing/event-log-contract.ts';
import { VolatileLogFiles } from '../../testing/volatile-log-files.ts';
import { SeededRandom } from '../simulated/seeded-random.ts';
import { EmbeddedEventLog } from './embedded-event-log.ts';

const SPEC = {
  topic: 't',
  partitions: 1,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  recordBytesMax: 100_000,
};
const RECORDS = 40;
const RECORD_BYTES = 50_000;

const open = (files: VolatileLogFiles): Promise<EmbeddedEventLog> =>
  EmbeddedEventLog.open({ files, diskBytesMax: 2 ** 30, wallMs: () => 1000 });

/** Two megabytes in one segment, cleanly stopped. */
async function filled(): Promise<VolatileLogFiles> {
  const files = new VolatileLogFiles();
  const log = await open(files);
  await log.ensureTopic(SPEC);
  for (let i = 0; i < RECORDS; i++)
    await log.append('t', 0, [new Uint8Array(RECORD_BYTES).fill(i)]);
  await log.close();
  return files;
}

/** What a start reads of the files. */
async function bytesOfStart(files: VolatileLogFiles): Promise<number> {
  const before = files.bytesRead;
  const log = await open(files);
  const bytes = files.bytesRead - before;
  const firsts = (await readAll(log, 't', 0)).map(({ value }) => value[0]);
  expect(firsts).toEqual(Array.from({ length: RECORDS }, (_, i) => i));
  const next = await log.append('t', 0, [new Uint8Array(RECORD_BYTES)]);
  expect(next).toEqual({ kind: 'acknowledged', baseOffset: RECORDS });
  return bytes;
}

test('after a clean stop a start reads the end of a segment, and after another end all of it', async () => {
  const clean = await bytesOfStart(await filled());
  const files = await filled();
  await files.remove('clean.json');
  const all = await bytesOfStart(files);
  expect(all).toBeGreaterThan(RECORDS * RECORD_BYTES);
  expect(clean).toBeLessThan(all / 10);
});

test('a clean stop of a version that told ends only is read, and its log whole', async () => {
  const files = await filled();
  files.tamper(files.paths().find((path) => path.endsWith('clean.json')) ?? '', () =>
    Buffer.from(JSON.stringify({ 't/0': RECORDS })),
  );
  expect(await bytesOfStart(files)).toBeGreaterThan(RECORDS * RECORD_BYTES);
});

test('[L7] what a clean stop said may be lost or torn by a power cut: the log is read whole then', async () => {
  for (let seed = 0; seed < 4; seed++) {
    const files = (await filled()).afterPowerCut(new SeededRandom(seed));
    expect(await bytesOfStart(files)).toBeGreaterThan(RECORDS * RECORD_BYTES);
  }
});

test('what a clean stop said of another segment of the same length is not believed', async () => {
  const files = await filled();
  const said = files.paths().find((name) => name.endsWith('clean.json')) ?? '';
  files.tamper(said, (bytes) => {
    const ends = JSON.parse(bytes.toString()) as Record<string, { index: number[] }>;
    for (const { index } of Object.values(ends))
      for (let i = 0; i < index.length; i += 2) index[i] += 7;
    return Buffer.from(JSON.stringify(ends));
  });
  expect(await bytesOfStart(files)).toBeGreaterThan(RECORDS * RECORD_BYTES);
});

test('damage before the end of a cleanly stopped segment is found when it is read', async () => {
  const files = await filled();
  const path = files.paths().find((name) => name.endsWith('.segment')) ?? '';
  files.tamper(path, (bytes) => Buffer.from(bytes).fill(0xee, 500_000, 500_003));
  const log = await open(files);
  const read = readAll(log, 't', 0);
  await expect(read).rejects.toMatchObject({ code: 'ATLAS_LOG_CORRUPT' });
  await log.close();
});

test('after a start that failed the next one reads all, whatever the clean stop said', async () => {
  const files = await filled();
  const path = files.paths().find((name) => name.endsWith('.segment')) ?? '';
  let whole = Buffer.alloc(0);
  files.tamper(path, (bytes) => {
    whole = Buffer.from(bytes);
    return whole.subarray(0, -30);
  });
  await expect(open(files)).rejects.toMatchObject({ code: 'ATLAS_LOG_CORRUPT' });
  files.tamper(path, () => Buffer.from(whole).fill(0xee, 500_000, 500_003));
  await expect(open(files)).rejects.toMatchObject({ code: 'ATLAS_LOG_CORRUPT' });
});
