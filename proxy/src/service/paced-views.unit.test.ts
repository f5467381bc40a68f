import { expect, test } from '@jest/globals';
import { SERVICE_LIMITS } from './limits.ts';
import { PacedViews } from './paced-views.ts';

/** A proxy of `clients`: turns of the loop are taken one by one. */
class World {
  newest = 0;
  shown = 0;
  readonly log: string[] = [];
  readonly views: PacedViews;
  readonly #turns: (() => void)[] = [];
  #left: number | null = null;

  constructor(clients: number) {
    const after = (_: number, task: () => void): (() => void) => {
      this.#turns.push(task);
      return () => this.#turns.splice(this.#turns.indexOf(task), 1);
    };
    this.views = new PacedViews({
      clock: { after, monotonicMs: () => 0, wallMs: () => 0 },
      signal: new AbortController().signal,
      meters: { viewBytes: { add: () => undefined }, viewMs: { observe: () => undefined } },
      next: () => {
        if (this.newest <= this.shown) return false;
        this.shown = this.newest;
        this.log.push(`begin ${this.shown}`);
        return true;
      },
      desk: {
        beginViews: () => void (this.#left = clients),
        sendViews: (most) => {
          if (this.#left === null) return null;
          const sent = Math.min(most, this.#left);
          this.log.push(`${sent} of ${this.shown}`);
          this.#left = this.#left > sent ? this.#left - sent : null;
          return sent;
        },
      },
    });
  }

  /** A frame of a tick comes over a link. */
  frame(tick: number, complete = true): void {
    this.views.whenSent(() => {
      this.log.push(`frame ${tick}`);
      this.newest = tick;
      this.views.gather(complete);
    });
  }

  turn(): void {
    this.#turns.shift()?.();
  }

  get turnsLeft(): number {
    return this.#turns.length;
  }
}

const most = SERVICE_LIMITS.viewsPerTurn;

test('a frame that comes while views leave changes nothing before the last has gone', () => {
  const world = new World(most + 1);
  world.frame(1);
  world.frame(2);
  expect(world.log).toEqual(['frame 1', 'begin 1', `${most} of 1`]);
  world.turn();
  world.turn();
  expect(world.log.slice(3, 6)).toEqual(['1 of 1', 'frame 2', 'begin 2']);
});

test('a proxy that cannot keep up leaves ticks out, and shows the newest next', () => {
  const world = new World(most * 3);
  world.frame(1);
  for (const tick of [2, 3, 4]) world.frame(tick);
  while (world.turnsLeft > 0) world.turn();
  expect(world.log.filter((line) => line.startsWith('begin'))).toEqual(['begin 1', 'begin 4']);
  expect(world.log.filter((line) => line.startsWith('frame'))).toHaveLength(4);
});

test('what waits is bounded: past it the views that are left go at once, and each goes once', () => {
  const world = new World(most * 3);
  world.frame(1);
  for (let tick = 2; tick < SERVICE_LIMITS.waitingMax + 2; tick++) world.frame(tick);
  const sent = (tick: number): number =>
    world.log
      .filter((line) => line.endsWith(` of ${tick}`))
      .reduce((sum, line) => sum + Number(line.split(' ')[0]), 0);
  expect(sent(1)).toBe(most * 3);
  expect(world.shown).toBe(SERVICE_LIMITS.waitingMax + 1);
  expect(world.turnsLeft).toBe(1);
  while (world.turnsLeft > 0) world.turn();
  expect(sent(world.shown)).toBe(most * 3);
});

test('views wait for all regions of a tick, and for those that are late only so long', () => {
  const world = new World(1);
  world.frame(1, false);
  expect(world.log).toEqual(['frame 1']);
  world.frame(1, true);
  expect(world.log.slice(1)).toEqual(['frame 1', 'begin 1', '1 of 1']);
  while (world.turnsLeft > 0) world.turn();
  world.frame(2, false);
  expect(world.turnsLeft).toBe(1);
  world.turn();
  expect(world.log.at(-2)).toBe('begin 2');
});
