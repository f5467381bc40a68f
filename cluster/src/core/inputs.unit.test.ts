import { describe, expect, test } from '@jest/globals';
import { AtlasError, InputColumnWriter, encodePayload, packInput } from '@atlasnet/schemas';
import { defineServer, defineWorld, field } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';

const world = defineWorld({
  name: 'steered',
  dimensions: 2,
  bounds: { min: [0, 0], max: [100, 100] },
  tickHz: 10,
  components: { heading: field.integer({ min: -100, max: 100 }) },
  commands: { stop: {} },
  inputs: { steer: { heading: field.integer({ min: -100, max: 100 }) } },
});

const server = defineServer({
  world,
  join: (region) => region.create({ position: { x: 5, y: 5 }, heading: 0 }),
  command: { stop: ({ components }, { avatar }) => components.heading.set(avatar, -1) },
  input: {
    steer: ({ components }, { avatar }, { heading }) => components.heading.set(avatar, heading),
  },
});

interface Steer {
  readonly session: number;
  readonly generation: number;
  readonly sequence: number;
  readonly afterCommand?: number;
  readonly heading: number;
}

/** A region with sessions 7 and 8, of generation 3. */
function stage() {
  const bench = new RegionBench(server, 1);
  const { runtime } = bench.region(0);
  const sessions = [7, 8];
  for (const session of sessions) {
    runtime.attach({ session, account: `a${session}`, generation: 3 });
  }
  bench.run(2);
  const { kinds } = bench.schema;
  const kind = kinds.find(({ name }) => name === 'steer');
  if (!kind) throw new Error('the world has an input');
  const columnOf = (inputs: readonly Steer[]): Uint8Array => {
    const writer = new InputColumnWriter();
    for (const { session, generation, sequence, afterCommand = 0, heading } of inputs) {
      const payload = encodePayload(kind, { heading });
      const numbers = { sequence, afterCommand, kind: kind.index };
      writer.add(session, generation, packInput(numbers, payload));
    }
    return writer.take();
  };
  /** A tick, and what its frame says was applied: session, sequence or command. */
  const tick = (): number[][] => {
    const applied: number[][] = [];
    bench.onFrame = ({ inputs }) => {
      for (const { session, number, inputSequence } of inputs?.commands ?? []) {
        applied.push(number > 0 ? [session, -number] : [session, inputSequence]);
      }
    };
    bench.run(1);
    return applied;
  };
  const heading = (session: number): number => {
    const { table, schema } = runtime.state;
    const avatar = runtime.state.sessions.get(session)?.avatar ?? 0;
    const component = schema.components.find(({ name }) => name === 'heading');
    return table.lanes[component?.firstLane ?? 0][table.slotOf(avatar)];
  };
  return { runtime, columnOf, tick, heading };
}

describe('inputs of a batch', () => {
  test('[S2] the newest of each session wins, whatever order they come in; old ones are void', () => {
    const { runtime, columnOf, tick, heading } = stage();
    runtime.inputs(
      columnOf([
        { session: 7, generation: 3, sequence: 2, heading: 20 },
        { session: 8, generation: 3, sequence: 5, heading: 50 },
        { session: 7, generation: 3, sequence: 4, heading: 40 },
        { session: 7, generation: 3, sequence: 3, heading: 30 },
      ]),
    );
    expect(tick()).toEqual([
      [7, 4],
      [8, 5],
    ]);
    expect([heading(7), heading(8)]).toEqual([40, 50]);
    runtime.inputs(columnOf([{ session: 7, generation: 3, sequence: 4, heading: 1 }]));
    runtime.inputs(columnOf([{ session: 8, generation: 3, sequence: 1, heading: 1 }]));
    expect(tick()).toEqual([]);
    expect([heading(7), heading(8)]).toEqual([40, 50]);
  });

  test('[S1] of an older generation is ignored, beside one of the present', () => {
    const { runtime, columnOf, tick, heading } = stage();
    runtime.inputs(
      columnOf([
        { session: 7, generation: 2, sequence: 9, heading: 90 },
        { session: 8, generation: 3, sequence: 1, heading: 10 },
        { session: 7, generation: 3, sequence: 1, heading: 11 },
      ]),
    );
    expect(tick()).toEqual([
      [7, 1],
      [8, 1],
    ]);
    expect([heading(7), heading(8)]).toEqual([11, 10]);
  });

  test('[S2] an input waits for the command that it comes after', () => {
    const { runtime, columnOf, tick, heading } = stage();
    runtime.inputs(
      columnOf([{ session: 7, generation: 3, sequence: 1, afterCommand: 1, heading: 10 }]),
    );
    expect(tick()).toEqual([]);
    const address = { region: 0, session: 7, generation: 3 };
    runtime.command({
      ...address,
      number: 1,
      kind: 0,
      payload: new Uint8Array(),
      worldSchemaHash: 0,
    });
    expect(tick()).toEqual([
      [7, -1],
      [7, 1],
    ]);
    expect(heading(7)).toBe(10);
  });

  test('garbage is refused with a typed error; what came before it in the batch is only inputs', () => {
    const { runtime, columnOf, tick } = stage();
    const column = columnOf([{ session: 7, generation: 3, sequence: 1, heading: 1 }]);
    const garbage = Uint8Array.of(...column, 0xff, 0xff, 0xff);
    expect(() => runtime.inputs(garbage)).toThrow(AtlasError);
    expect(tick()).toEqual([[7, 1]]);
  });
});
