import { LIMITS, RegionState, SnapshotCut, crc32 } from '@atlasnet/cluster';
import type { RegionRuntime } from '@atlasnet/cluster';
import { decodeMessage, encodeRecord, logMessages } from '@atlasnet/schemas';
import type { Bench, Figure } from './figure.ts';
import { quantile } from './figure.ts';
import { INCARNATION, moversRegion } from './movers.ts';
import { threadTimeMs } from './processor-time.ts';

const ENTITIES = 100_000;

/**
 * Envelope: a cut copies 50 bytes an entity at a few GB/s: 1 to 2 ms. A restore reads 25 bytes an
 * entity, hashes 8 values and fills an index: about half a microsecond each.
 */
export const bench: Bench = {
  what: `a checkpoint of ${ENTITIES} entities with five components: taken between ticks, restored`,
  run({ seconds, progress }) {
    progress(`creating ${ENTITIES} entities`);
    const runtime = moversRegion(ENTITIES, 'accessors');
    let tick = 1;
    for (let i = 0; i < 40; i++) runtime.runTick(++tick);
    const writing = new Steps();
    const restoring: number[] = [];
    const restoringWall: number[] = [];
    let bytes = new Uint8Array();
    const end = performance.now() + seconds * 1000;
    progress(`writing and restoring for ${seconds} s`);
    for (let round = 0; performance.now() < end || round < 8; round++) {
      runtime.runTick(++tick);
      // The first rounds run unoptimised code, as no process that has ticked for a minute does.
      const steps = round < 4 ? new Steps() : writing;
      bytes = new Uint8Array(write(runtime, steps));
      const wall = performance.now();
      const started = threadTimeMs();
      restore(bytes);
      if (round < 1) continue;
      restoring.push(threadTimeMs() - started);
      restoringWall.push(performance.now() - wall);
    }
    return figures(writing, restoring, restoringWall, bytes.length);
  },
};

function figures(
  writing: Steps,
  restoring: readonly number[],
  restoringWall: readonly number[],
  bytes: number,
): Figure[] {
  const ms = (name: string, value: number): Figure => ({ name, value, unit: 'ms' });
  const limit = (value: number): Figure['limit'] => ({ is: 'at most', value });
  const longest = writing.longestMs;
  return [
    { ...ms('restore, by the clock, p50', quantile(restoringWall, 0.5)), limit: limit(100) },
    ms('restore, on the processor, p50', quantile(restoring, 0.5)),
    {
      ...ms('a tick is lengthened, by the clock, p99', quantile(writing.wallMs, 0.99)),
      limit: limit(5),
      note: 'the cut within a tick, or a piece that runs when one is due',
    },
    ms('a tick is lengthened, on the processor, at most', longest),
    ms('of it the cut p50', quantile(writing.cutMs, 0.5)),
    ms('a piece p50', quantile(writing.pieceMs, 0.5)),
    ms('a chunk p50', quantile(writing.chunkMs, 0.5)),
    { name: 'checkpoint', value: bytes / ENTITIES, unit: 'bytes/entity' },
  ];
}

/** What the parts of writing took: each is the longest that a tick can wait for. */
class Steps {
  readonly wallMs: number[] = [];
  readonly cutMs: number[] = [];
  readonly pieceMs: number[] = [];
  readonly chunkMs: number[] = [];

  measure<T>(into: number[], step: () => T): T {
    const wall = performance.now();
    const started = threadTimeMs();
    const result = step();
    into.push(threadTimeMs() - started);
    this.wallMs.push(performance.now() - wall);
    return result;
  }

  get longestMs(): number {
    return Math.max(...this.cutMs, ...this.pieceMs, ...this.chunkMs);
  }
}

function write(runtime: RegionRuntime, steps: Steps): Uint8Array {
  const cut = steps.measure(steps.cutMs, () => new SnapshotCut(runtime.state, 0));
  const pieces = cut.encode();
  let bytes: Uint8Array | null = null;
  while (bytes === null) {
    const step = steps.measure(steps.pieceMs, () => pieces.next());
    if (step.done === true) bytes = step.value;
  }
  const size = LIMITS.checkpointChunkBytes;
  for (let at = 0; at < bytes.length; at += size) {
    const slice = bytes.subarray(at, at + size);
    steps.measure(steps.chunkMs, () => {
      const chunk = { checksum: crc32(slice), count: crc32(slice), bytes: slice };
      return encodeRecord(logMessages.CheckpointChunk, INCARNATION, chunk);
    });
  }
  return bytes;
}

function restore(bytes: Uint8Array): RegionState {
  crc32(bytes);
  return RegionState.fromSnapshot(decodeMessage(logMessages.RegionSnapshot, bytes, 'checkpoint'));
}
