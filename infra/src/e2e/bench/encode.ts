import {
  ChangeEncoder,
  EntityTable,
  compileWorld,
  makeEntityId,
  regionId,
} from '@atlasnet/schemas';
import type { Bench } from './figure.ts';
import { quantile } from './figure.ts';
import { threadTimeMs } from './processor-time.ts';
import { movers } from './movers.ts';

const ENTITIES = 100_000;

/**
 * Envelope: a change reads and writes about 40 bytes of columns in two orders (by id, by cell) and
 * writes 4 bytes; at 60 ns each, 16 million a second.
 */
export const bench: Bench = {
  what: `changes of ${ENTITIES} moving entities grouped by cell and packed, in one thread`,
  run({ seconds, progress }) {
    const schema = compileWorld(movers(0, 'none').world);
    const table = new EntityTable(schema);
    const speed = fill(table);
    const encoder = new ChangeEncoder(schema);
    encoder.encode(table);
    table.commit();
    progress(`encoding for ${seconds} s`);
    const nanos: number[] = [];
    const onProcessor: number[] = [];
    let bytes = 0;
    let changes = 0;
    const end = performance.now() + seconds * 1000;
    for (let round = 0; performance.now() < end || round < 60; round++) {
      move(table, speed);
      const processorStart = threadTimeMs();
      const started = performance.now();
      const packed = encoder.encodePacked(table);
      const tookMs = performance.now() - started;
      if (round >= 20) {
        nanos.push((tookMs * 1e6) / ENTITIES);
        onProcessor.push(((threadTimeMs() - processorStart) * 1e6) / ENTITIES);
        bytes += packed.ends[packed.count - 1];
        changes += ENTITIES;
      }
      table.commit();
    }
    const rate = (at: number): number => 1e9 / quantile(nanos, at);
    return [
      {
        ...{ name: 'changes a second, grouping included', value: rate(0.5), unit: '/s' },
        limit: { is: 'at least', value: 15_000_000 },
      },
      { name: 'by time on the processor', value: 1e9 / quantile(onProcessor, 0.5), unit: '/s' },
      {
        ...{ name: 'bytes a change', value: bytes / changes, unit: 'bytes' },
        limit: { is: 'at most', value: 6 },
      },
    ];
  },
};

/** Entities anywhere, with a speed in quanta a tick each. */
function fill(table: EntityTable): Int32Array {
  let seed = 12345;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 4294967296;
  };
  const { boundsMax, positionQuantumM, tickMs } = table.schema;
  const speed = new Int32Array(ENTITIES * 2);
  for (let i = 0; i < ENTITIES; i++) {
    const slot = table.add(makeEntityId(regionId(3), i + 1));
    table.writeValue(slot, 0, { x: random() * boundsMax[0], y: random() * boundsMax[1] });
    const metres = ((1 + random() * 9) * tickMs) / 1000;
    const angle = random() * 2 * Math.PI;
    speed[i * 2] = Math.round((Math.cos(angle) * metres) / positionQuantumM);
    speed[i * 2 + 1] = Math.round((Math.sin(angle) * metres) / positionQuantumM);
  }
  return speed;
}

function move(table: EntityTable, speed: Int32Array): void {
  const { slots, length } = table.slotsById();
  const [x, y] = table.lanes;
  const { boundsMax, positionQuantumM } = table.schema;
  const rimX = boundsMax[0] / positionQuantumM;
  const rimY = boundsMax[1] / positionQuantumM;
  for (let i = 0; i < length; i++) {
    const slot = slots[i];
    const nextX = x[slot] + speed[i * 2];
    const nextY = y[slot] + speed[i * 2 + 1];
    if (nextX < 0 || nextX > rimX) speed[i * 2] = -speed[i * 2];
    else x[slot] = nextX;
    if (nextY < 0 || nextY > rimY) speed[i * 2 + 1] = -speed[i * 2 + 1];
    else y[slot] = nextY;
    table.markDirty(slot, 1);
  }
}
