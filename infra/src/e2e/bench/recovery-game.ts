import { movers } from './movers.ts';

/** The game that the recovery bench's shard processes load. */
export const server = movers(Number(process.env['ATLASNET_BENCH_ENTITIES'] ?? 10_000), 'columns');
