import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ALLOCATOR_ENV } from '../../adapters/process/allocator.ts';
import type { Bench } from './figure.ts';

const FEW = 100_000;
const MANY = 500_000;
const CHILD = fileURLToPath(new URL('./memory-child.js', import.meta.url));

interface Memory {
  readonly resident: number;
  readonly used: number;
}

/**
 * Envelope: 8 lanes twice, an id, the columns beside them and the index make 130 bytes an entity; room
 * to grow and the encoder's buffers, 30 bytes each, double some of it.
 */
export const bench: Bench = {
  what: `memory of a region from ${FEW} to ${MANY} moving entities with five components`,
  async run({ progress }) {
    progress(`a process with ${FEW} entities`);
    const few = await measure(FEW);
    progress(`a process with ${MANY} entities`);
    const many = await measure(MANY);
    const slope = (of: keyof Memory): number => (many[of] - few[of]) / (MANY - FEW);
    return [
      {
        ...{ name: 'heap and buffers in use, slope', value: slope('used'), unit: 'bytes/entity' },
        limit: { is: 'at most', value: 250 },
      },
      {
        ...{ name: 'resident, slope', value: slope('resident'), unit: 'bytes/entity' },
        limit: { is: 'at most', value: 250 },
        note: "the honest one: the operating system's; as `atlasnet cluster` starts its shards",
      },
      { name: `resident at ${MANY}`, value: many.resident / 2 ** 20, unit: 'MiB' },
    ];
  },
};

async function measure(count: number): Promise<Memory> {
  const run = promisify(execFile);
  const env = { ...process.env, ...ALLOCATOR_ENV };
  const { stdout } = await run(process.execPath, ['--expose-gc', CHILD, String(count)], { env });
  return JSON.parse(stdout) as Memory;
}
