import { expect, test } from '@jest/globals';
import { compileViewSchema } from '@atlasnet/schemas';
import { ViewBenchWorld, viewWorld } from '../testing/view-bench-world.ts';
import { RankRates } from '../testing/rank-rates.ts';
import { ClientView } from './client-view.ts';
import { ViewReader } from './view-reader.ts';
import { ViewScratch } from './view-scratch.ts';
import { ViewSource } from './view-source.ts';

const SIDE_M = 200;
const AVATAR = 300;
const COMING_TICKS = 30;
const COMING_BYTES = 8000;
const ACKNOWLEDGED_AFTER = 3;
/** Bytes below a view's messages that a budget is for, too. */
const BELOW_BYTES = 28;

interface Sent {
  readonly message: number;
  readonly bytes: Uint8Array;
}

/** One client's view of a crowd that is all in sight, and moves; messages that are lost are known as such. */
class Crowd {
  readonly world = new ViewBenchWorld(11, SIDE_M);
  readonly source = new ViewSource(this.world.table, 60);
  readonly view = new ClientView(new ViewScratch(this.source), 2 * SIDE_M);
  rates = new RankRates(this.source);
  /** Bytes of each view since the crowd had come. */
  bytes: number[] = [];
  readonly reader: ViewReader;
  readonly #flying: Sent[][] = [];
  #messages = 0;
  #tick = 0;

  constructor(count: number) {
    for (let id = 1; id <= count; id++) this.world.spawn(id);
    this.view.avatar = AVATAR;
    this.reader = new ViewReader(compileViewSchema(viewWorld), {
      ...{ spawned: () => undefined, updated: () => undefined, despawned: () => undefined },
    });
    this.run(COMING_TICKS, COMING_BYTES);
    expect(this.view.handles.unsaid).toBe(0);
  }

  /** @param lose whether a tick's view is lost */
  run(ticks: number, budgetBytes: number, lose = (_tick: number): boolean => false): void {
    for (let i = 0; i < ticks; i++) {
      this.#tick++;
      this.world.step(1);
      this.source.update(this.#tick);
      const now: Sent[] = [];
      this.view.build(budgetBytes, (bytes, length) => {
        now.push({ message: this.#messages++, bytes: bytes.slice(0, length) });
        return this.#messages - 1;
      });
      this.bytes.push(now.reduce((sum, { bytes }) => sum + bytes.length, 0));
      this.rates.count(this.view);
      const lost = lose(i);
      if (!lost) for (const { bytes } of now) expect(this.reader.read(bytes)).toBe(true);
      expect(this.reader.lostTrack).toBe(false);
      this.#flying.push(lost ? now.map((sent) => ({ ...sent, bytes: new Uint8Array() })) : now);
      if (this.#flying.length <= ACKNOWLEDGED_AFTER) continue;
      for (const { message, bytes } of this.#flying.shift() ?? []) {
        if (bytes.length > 0) this.view.delivered(message);
        else this.view.lost(message);
      }
    }
  }

  /** A tick passes without a view. */
  leaveOut(): void {
    this.source.update(++this.#tick);
  }

  /** As `run`, with rates and bytes counted from here on. */
  settle(ticks: number, budgetBytes: number): void {
    this.run(ticks, budgetBytes);
    this.rates = new RankRates(this.source);
    this.bytes = [];
  }

  /** How old the oldest state is that the client shows, ticks. */
  oldestShown(): number {
    const ages = Array.from(this.reader.entities(), ({ tick }) => this.source.tick - tick);
    return Math.max(...ages);
  }
}

test('of a crowd of 600 with room for a sixth the avatar is told of every tick, the nearest hundred at 10 Hz, all others at 2 Hz', () => {
  const crowd = new Crowd(600);
  crowd.settle(40, 560);
  crowd.run(40, 560);
  const [avatar, ten, hundred, threeHundred, rest] = crowd.rates.hz;
  expect(avatar).toBe(20);
  expect(ten).toBeGreaterThanOrEqual(10);
  expect(hundred).toBeGreaterThanOrEqual(10);
  expect(threeHundred).toBeGreaterThanOrEqual(2);
  expect(rest).toBeGreaterThanOrEqual(2);
  expect(crowd.rates.perView).toBeLessThan(150);
  // Who leaves the nearest may just have missed his turn among the others.
  expect(crowd.rates.oldest).toBeLessThanOrEqual(12);
});

test('views of a crowd stay within their budget', () => {
  const crowd = new Crowd(600);
  for (const budget of [1600, 800, 300]) {
    crowd.settle(80, budget);
    crowd.run(80, budget);
    const mean = crowd.bytes.reduce((sum, bytes) => sum + bytes, 0) / crowd.bytes.length;
    expect(mean + BELOW_BYTES).toBeLessThanOrEqual(budget * 1.05);
    expect(mean + BELOW_BYTES).toBeGreaterThan(budget * 0.8);
    expect(Math.max(...crowd.bytes) + BELOW_BYTES).toBeLessThanOrEqual(budget * 1.25);
  }
});

test('with half the room all but the avatar are told of about half as often, and nobody is forgotten', () => {
  const crowd = new Crowd(600);
  crowd.settle(40, 500);
  crowd.run(80, 500);
  const before = crowd.rates.hz;
  crowd.settle(40, 264);
  crowd.run(80, 264);
  const after = crowd.rates.hz;
  expect(after[0]).toBe(20);
  for (let band = 1; band < after.length; band++) {
    expect(before[band] / after[band]).toBeGreaterThan(1.7);
    // Who waits longer has moved farther: a change then takes more bytes.
    expect(before[band] / after[band]).toBeLessThan(2.7);
  }
  expect(crowd.rates.oldest).toBeLessThanOrEqual(26);
});

test('where few of a crowd move, all of them are told of every tick', () => {
  const crowd = new Crowd(600);
  crowd.run(40, 1600);
  for (let tick = 1; tick <= 20; tick++) {
    for (let id = 1; id <= 600; id += 20) crowd.world.hurt(id);
    crowd.source.update(COMING_TICKS + 40 + tick);
    crowd.view.build(400, () => 100_000 + tick);
  }
  const { handles } = crowd.view;
  for (let handle = 0; handle < handles.end; handle++) {
    expect(handles.sent(handle)).toBeGreaterThanOrEqual(crowd.source.changed(handles.slot(handle)));
  }
});

test('who comes into a crowd is shown with the next view, and who leaves it is gone with it', () => {
  const crowd = new Crowd(600);
  crowd.run(20, 400);
  for (let i = 0; i < 20; i++) {
    crowd.world.spawn(1000 + i, 10 * i, 90);
    crowd.world.destroy(400 + i);
    crowd.run(1, 400);
    expect(crowd.reader.entity(1000 + i)?.tick).toBe(crowd.source.tick);
    expect(crowd.reader.entity(400 + i)).toBeUndefined();
  }
  expect(crowd.view.handles.living).toBe(600);
});

test('a slot that another entity has taken over is not shown as the one before', () => {
  const crowd = new Crowd(600);
  crowd.run(7, 400);
  for (let i = 0; i < 12; i++) {
    const slot = crowd.world.table.slotOf(400 + i);
    crowd.world.destroy(400 + i);
    crowd.leaveOut();
    crowd.world.spawn(2000 + i, 5, 5);
    expect(crowd.world.table.slotOf(2000 + i)).toBe(slot);
    crowd.run(1, 400);
    expect(crowd.reader.entity(400 + i)).toBeUndefined();
    const shown = crowd.reader.entity(2000 + i);
    expect(shown?.lanes[0]).toBe(crowd.source.lanes[0][slot]);
  }
});

test('who walks out of sight of a crowd goes, and who walks in comes, within half a second', () => {
  const crowd = new Crowd(600);
  crowd.view.radiusM = 60;
  crowd.run(12, 8000);
  const { handles } = crowd.view;
  const [x, y] = crowd.view.centre.at;
  const { lanes, schema } = crowd.source;
  const away = (slot: number): number =>
    Math.hypot(lanes[0][slot] - x, lanes[1][slot] - y) * schema.world.positionViewQuantumM;
  const inSight = (within: number): number => {
    let count = 0;
    for (let id = 1; id <= 600; id++) if (away(crowd.world.table.slotOf(id)) <= within) count++;
    return count;
  };
  expect(handles.living).toBeGreaterThanOrEqual(inSight(57));
  expect(handles.living).toBeLessThanOrEqual(inSight(68));
});

test('what a lost view told of others does not wait for their next turn', () => {
  const crowd = new Crowd(600);
  crowd.settle(40, 560);
  crowd.run(60, 560, (tick) => tick % 10 === 5);
  expect(crowd.oldestShown()).toBeLessThanOrEqual(17);
  const { handles } = crowd.view;
  crowd.run(12, 560);
  for (const entity of crowd.reader.entities()) {
    expect(handles.state(entity.handle)).toBe(1);
    expect(crowd.source.tick - entity.tick).toBeLessThanOrEqual(13);
  }
});

test('a crowd that was told of too seldom for its baselines is told of whole, and comes back to differences', () => {
  const crowd = new Crowd(600);
  crowd.run(60, 100);
  crowd.settle(120, 560);
  crowd.run(40, 560);
  expect(crowd.rates.hz[2]).toBeGreaterThanOrEqual(10);
  expect(crowd.rates.oldest).toBeLessThanOrEqual(12);
});
