import { describe, expect, test } from '@jest/globals';
import {
  RegionMirror,
  cellCoordinates,
  decodeMessage,
  interlinkMessages,
  tableFingerprint,
  compileViewSchema,
} from '@atlasnet/schemas';
import type { Link } from '@atlasnet/schemas';
import type { ProducedFrame } from '../core/region-runtime.ts';
import { defineServer, defineWorld, field } from '../server.ts';
import { RegionBench } from '../testing/region-bench.ts';
import { Publisher, SESSION_LOOK_FRAMES } from './publisher.ts';

const world = defineWorld({
  name: 'steps',
  dimensions: 2,
  bounds: { min: [0, 0], max: [400, 400] },
  tickHz: 10,
  components: { steps: field.integer() },
});

/** Everybody stands, and counts ticks: what a reader misses of one tick is missing for ever. */
const server = defineServer({
  world,
  start(own) {
    for (let i = 0; i < 60; i++) {
      own.create({ position: { x: own.random() * 400, y: own.random() * 400 }, steps: 0 });
    }
  },
  tick(own) {
    const { steps } = own.components;
    own.each((entity) => steps.set(entity, steps.get(entity) + 1));
  },
});

/** A region's publisher with readers, whose frames count when the test says so. */
class Stage {
  readonly bench = new RegionBench(server, 1);
  readonly region = this.bench.map.regions[0];
  readonly runtime = this.bench.region(this.region).runtime;
  readonly publisher = new Publisher(this.runtime, []);
  #tick = 0;
  #offset = 0;

  constructor() {
    this.bench.run(3);
    this.#tick = this.bench.tick;
  }

  reader(): { readonly mirror: RegionMirror; want(cells: readonly number[] | null): void } {
    const mirror = new RegionMirror(this.bench.schema, this.region);
    const link: Link = {
      peer: {} as Link['peer'],
      queuedBytes: 0,
      send: (bytes) => {
        const message = decodeMessage(interlinkMessages.LinkMessage, bytes, 'a message of a test');
        const { slice, subscriptionStart } = message;
        if (subscriptionStart) mirror.applyStart(subscriptionStart);
        if (slice) mirror.applySlice(slice);
        mirror.commit();
        return true;
      },
      close: () => undefined,
    };
    const want = (cells: readonly number[] | null): void => {
      mirror.want(cells && new Set(cells));
      mirror.commit();
      this.publisher.subscribe(link, {
        region: this.region,
        reader: 0,
        cells: (cells ?? []).map((cell) => cellCoordinates(this.bench.schema, cell)),
        whole: cells === null,
        fromOffset: mirror.offset,
        replace: true,
        worldSchemaHash: this.bench.schema.hash,
      });
    };
    return { mirror, want };
  }

  produce(): ProducedFrame {
    const frame = this.runtime.runTick(++this.#tick);
    this.publisher.produced(frame);
    return frame;
  }

  count(frame: ProducedFrame): void {
    this.publisher.counted(frame, ++this.#offset);
  }

  /** What a mirror shows of these cells, by entity. */
  shown({ table, schema }: RegionMirror, cells: readonly number[]): Map<number, number> {
    const view = compileViewSchema(schema);
    const { slots, length } = table.slotsById();
    const here = Array.from(slots.subarray(0, length)).filter((slot) => {
      return cells.includes(table.cell[slot]);
    });
    return new Map(here.map((slot) => [table.ids[slot], tableFingerprint(view, table, slot)]));
  }
}

describe('[V1] readers get what they name, from the tick on that they were told', () => {
  test('[I10] who narrows the whole region to cells misses none of the frames under way', () => {
    const stage = new Stage();
    const [whole, narrowing] = [stage.reader(), stage.reader()];
    whole.want(null);
    narrowing.want(null);
    stage.count(stage.produce());
    const { table } = whole.mirror;
    const { slots, length } = table.slotsById();
    const used = Array.from(slots.subarray(0, length), (slot) => table.cell[slot]);
    const cells = [...new Set(used)].slice(0, 3);
    const underWay = [stage.produce(), stage.produce()];
    narrowing.want(cells);
    for (const frame of underWay) {
      stage.count(frame);
      const seen = stage.shown(narrowing.mirror, cells);
      expect(seen.size).toBeGreaterThan(2);
      expect(seen).toEqual(stage.shown(whole.mirror, cells));
    }
  });

  test('a cell that is given up before its start came, and wanted again, comes', () => {
    const stage = new Stage();
    const [whole, reader] = [stage.reader(), stage.reader()];
    whole.want(null);
    stage.count(stage.produce());
    const { table } = whole.mirror;
    const { slots, length } = table.slotsById();
    const used = Array.from(slots.subarray(0, length), (slot) => table.cell[slot]);
    const [first, second] = new Set(used);
    reader.want([first]);
    stage.count(stage.produce());
    reader.want([first, second]);
    const underWay = stage.produce();
    reader.want([first]);
    stage.count(underWay);
    reader.want([first, second]);
    stage.count(stage.produce());
    stage.count(stage.produce());
    expect(reader.mirror.complete).toBe(true);
    const cells = [first, second];
    expect(stage.shown(reader.mirror, cells)).toEqual(stage.shown(whole.mirror, cells));
  });
});

test('[S1] a session that went elsewhere is let go, one that is under way or here is not', () => {
  const stage = new Stage();
  const link: Link = {
    peer: {} as Link['peer'],
    queuedBytes: 0,
    send: () => true,
    close: () => undefined,
  };
  const [elsewhere, here] = [7, 8];
  const run = (): void => {
    for (let frame = 0; frame < SESSION_LOOK_FRAMES; frame++) stage.count(stage.produce());
  };
  stage.runtime.attach({ session: here, account: 'a', generation: 1 });
  for (const session of [elsewhere, here]) stage.publisher.attach(link, session, 0);
  run();
  expect([elsewhere, here].map((each) => stage.publisher.isAttached(each))).toEqual([true, true]);
  run();
  expect([elsewhere, here].map((each) => stage.publisher.isAttached(each))).toEqual([false, true]);
});
