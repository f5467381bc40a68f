import { beforeEach, describe, expect, test } from '@jest/globals';
import type { WorldDeclaration } from '@atlasnet/schemas';
import { ViewBenchWorld, viewWorld } from '../testing/view-bench-world.ts';
import { ClientView } from '../view/client-view.ts';
import { ViewScratch } from '../view/view-scratch.ts';
import { ViewSource } from '../view/view-source.ts';
import { ClientEntities } from './client-entities.ts';

const EXTENT_M = 40;
const RADIUS_M = 100;
const BUDGET_BYTES = 8000;
/** A tick of the world, in which somebody dies whom the first proxy has shown. */
const DEATH = 15;
const DEAD = 3;
const LEFT_AT = 20;

/** What a client noticed of each entity, in order: the tick as of which it was shown, −1 for gone. */
let seen: Map<number, number[]>;
let entities: ClientEntities<WorldDeclaration>;
/** Ticks that the proxy in use was told of. */
let asked: number[];
/** Messages of two proxies about one world, by tick. */
let first: Uint8Array[];
let second: Uint8Array[];

function note(id: number, tick: number): void {
  seen.set(id, [...(seen.get(id) ?? []), tick]);
}

/** Ticks as of which an entity was shown, without its ends. */
const ticksOf = (id: number): number[] => (seen.get(id) ?? []).filter((tick) => tick >= 0);

const shownIds = (): number[] => [...entities.shown.keys()].sort((a, b) => a - b);

beforeEach(() => {
  seen = new Map();
  asked = [];
  entities = new ClientEntities(viewWorld, {
    spawned: ({ id, tick }) => note(id, tick),
    updated: ({ id, tick }) => note(id, tick),
    despawned: ({ id }) => note(id, -1),
    asksAnew: (tick) => asked.push(tick),
  });
  const world = new ViewBenchWorld(1, EXTENT_M);
  for (let id = 1; id <= 5; id++) world.spawn(id);
  const source = new ViewSource(world.table, RADIUS_M);
  const views = [0, 1].map(() => new ClientView(new ViewScratch(source), RADIUS_M));
  for (const view of views) view.avatar = 1;
  const messages: Uint8Array[][] = [[], []];
  for (let tick = 0; tick < 40; tick++) {
    if (tick === DEATH) world.destroy(DEAD);
    world.step(1);
    source.update(tick);
    views.forEach((view, i) => {
      // The second proxy's client is new there at tick 10.
      if (i === 1 && tick < 10) return;
      view.build(BUDGET_BYTES, (bytes, length) => {
        messages[i][tick] = bytes.slice(0, length);
        return tick;
      });
      if (messages[i][tick]) view.delivered(tick);
    });
  }
  [first, second] = messages;
});

test('[V2] a proxy that is behind the one before shows nothing until it has caught up, and nobody from the dead', () => {
  for (let tick = 0; tick <= LEFT_AT; tick++) entities.read(first[tick]);
  const before = new Map(seen);
  entities.beginAnew();
  for (let tick = 10; tick < LEFT_AT; tick++) {
    expect(entities.read(second[tick])).toBe(false);
    // The time in which a view is whole may be over long before.
    if (tick === 12) entities.settle();
  }
  expect(seen).toEqual(before);
  expect(shownIds()).toEqual([1, 2, 4, 5]);
  expect(entities.read(second[LEFT_AT])).toBe(true);
  expect(entities.read(second[LEFT_AT + 1])).toBe(false);
  expect(shownIds()).toEqual([1, 2, 4, 5]);
  for (const id of [1, 2, 4, 5]) {
    expect(ticksOf(id)).toEqual([...ticksOf(id)].sort((a, b) => a - b));
    expect(ticksOf(id).at(-1)).toBe(LEFT_AT + 1);
    expect(seen.get(id)).not.toContain(-1);
  }
  expect(seen.get(DEAD)?.at(-1)).toBe(-1);
  expect(asked).toEqual([]);
});

test('[V2] what is out of sight on the other proxy goes when its view is whole and has caught up', () => {
  for (let tick = 0; tick < DEATH; tick++) entities.read(first[tick]);
  entities.beginAnew();
  for (let tick = 10; tick < DEATH - 1; tick++) entities.read(second[tick]);
  entities.settle();
  expect(entities.shown.has(DEAD as never)).toBe(true);
  for (let tick = DEATH - 1; tick <= DEATH; tick++) entities.read(second[tick]);
  expect(shownIds()).toEqual([1, 2, 4, 5]);
  expect(ticksOf(DEAD)).toEqual([...ticksOf(DEAD)].sort((a, b) => a - b));
});

test('[V2] a view that says nothing more, since nothing moves, is believed in the end', () => {
  for (let tick = 0; tick < DEATH; tick++) entities.read(first[tick]);
  entities.beginAnew();
  entities.read(second[10]);
  entities.settle();
  const before = new Map(seen);
  expect(entities.trust()).toBe(true);
  // Everybody that it names stays, as of the newest tick that was shown.
  expect(seen).toEqual(before);
  expect(entities.trust()).toBe(false);
  entities.read(second[11]);
  expect([...entities.shown.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  for (let tick = 12; tick < 40; tick++) entities.read(second[tick]);
  expect([...entities.shown.keys()].sort((a, b) => a - b)).toEqual([1, 2, 4, 5]);
  for (const id of [1, 2, 4, 5]) expect(ticksOf(id).at(-1)).toBe(39);
});

test('[V2] a proxy that had shown nothing when it was left, and wakes up, is not heard beside the new one', () => {
  entities.beginAnew();
  expect(entities.read(second[LEFT_AT])).toBe(true);
  for (let tick = 0; tick < LEFT_AT; tick++) entities.readFormer(first[tick]);
  expect(entities.read(second[LEFT_AT + 1])).toBe(false);
  for (const id of shownIds()) expect(Math.min(...ticksOf(id))).toBe(LEFT_AT);
});

describe('[V2] a proxy that was told of an older tick than the one before has shown since', () => {
  const TOLD = 12;
  const SHOWN = 16;

  /** What a third proxy says as of a tick. Of the region with everybody in it, it knows the tick `known`. */
  function messageOf(known: number, tick: number, notBefore: number): Uint8Array {
    const world = new ViewBenchWorld(1, EXTENT_M);
    for (let id = 1; id <= 5; id++) world.spawn(id);
    const source = new ViewSource(world.table, RADIUS_M, () => known);
    for (let at = 0; at <= known; at++) {
      world.step(1);
      source.update(at);
    }
    source.update(tick);
    const view = new ClientView(new ViewScratch(source), RADIUS_M, tick);
    view.avatar = 1;
    if (notBefore > 0) view.reset(notBefore);
    let message = new Uint8Array(0);
    view.build(BUDGET_BYTES, (bytes, length) => {
      message = bytes.slice(0, length);
      return tick;
    });
    return message;
  }

  beforeEach(() => {
    for (let tick = 0; tick <= TOLD; tick++) entities.read(first[tick]);
    entities.beginAnew();
    // It was asleep, and wakes up beside the new one.
    for (let tick = TOLD + 1; tick <= SHOWN; tick++) entities.readFormer(first[tick]);
  });

  test('is told once more, and only what it says after that counts', () => {
    const before = new Map(seen);
    expect(entities.read(messageOf(SHOWN - 2, SHOWN, 0))).toBe(false);
    expect(asked).toEqual([SHOWN]);
    // The one before shows no more than was said; what the new one said meanwhile is late.
    for (let tick = SHOWN + 1; tick < LEFT_AT; tick++) {
      entities.readFormer(first[tick]);
      expect(entities.read(second[tick])).toBe(false);
    }
    expect(seen).toEqual(before);
    expect(entities.read(messageOf(LEFT_AT, LEFT_AT, SHOWN))).toBe(true);
    for (const id of shownIds()) expect(ticksOf(id).at(-1)).toBe(LEFT_AT);
    expect(asked).toEqual([SHOWN]);
  });

  test('lets the one before show what the new one has reached', () => {
    entities.read(messageOf(SHOWN - 2, SHOWN + 1, 0));
    expect(asked).toEqual([SHOWN + 1]);
    for (let tick = SHOWN + 1; tick < LEFT_AT; tick++) entities.readFormer(first[tick]);
    for (const id of shownIds()) expect(ticksOf(id).at(-1)).toBe(SHOWN + 1);
    expect(entities.read(messageOf(SHOWN + 2, SHOWN + 2, SHOWN + 1))).toBe(true);
    for (const id of shownIds()) expect(ticksOf(id).at(-1)).toBe(SHOWN + 2);
  });

  test('keeps back a region that is late still', () => {
    entities.read(messageOf(SHOWN - 2, SHOWN, 0));
    const before = new Map(seen);
    expect(messageOf(SHOWN - 2, SHOWN + 1, SHOWN)).toHaveLength(0);
    expect(messageOf(SHOWN, SHOWN + 1, SHOWN).length).toBeGreaterThan(0);
    expect(seen).toEqual(before);
  });

  test('is told before it is believed, too', () => {
    const before = new Map(seen);
    expect(entities.read(messageOf(TOLD, TOLD + 1, 0))).toBe(false);
    expect(entities.trust()).toBe(false);
    expect(asked).toEqual([SHOWN]);
    expect(seen).toEqual(before);
    expect(entities.trust()).toBe(true);
    expect(asked).toEqual([SHOWN]);
    expect(seen).toEqual(before);
  });

  test('and is left in turn: the third is told of all that was shown, and takes over at once', () => {
    entities.read(messageOf(SHOWN, SHOWN, 0));
    entities.beginAnew();
    expect(entities.read(messageOf(SHOWN + 1, SHOWN + 1, 0))).toBe(true);
    expect(asked).toEqual([SHOWN]);
    for (const id of shownIds()) expect(ticksOf(id).at(-1)).toBe(SHOWN + 1);
  });
});
