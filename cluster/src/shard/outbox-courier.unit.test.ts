import { describe, expect, test } from '@jest/globals';
import { compileWorld, defineWorld, regionId } from '@atlasnet/schemas';
import type { Frame } from '@atlasnet/schemas';
import { emptyMessage } from '../core/region-messages.ts';
import { RegionState } from '../core/region-state.ts';
import { OutboxCourier } from './outbox-courier.ts';

const schema = compileWorld(
  defineWorld({
    name: 'courier',
    dimensions: 2,
    bounds: { min: [0, 0], max: [1, 1] },
    tickHz: 20,
    components: {},
  }),
);

function scene() {
  const state = new RegionState(schema, regionId(0));
  let nowMs = 0;
  let open = true;
  const arrived: number[] = [];
  const clock = { monotonicMs: () => nowMs, wallMs: () => 0, after: () => () => undefined };
  const courier = new OutboxCourier({
    region: regionId(0),
    clock,
    state,
    send: (_, body) => {
      if (open) arrived.push(Number(body.delivery?.number));
      return true;
    },
  });
  return {
    arrived,
    state,
    courier,
    /** A frame with one more message counts. */
    message: (): void => {
      const entry = state.enqueue(regionId(1), emptyMessage(regionId(0), 1, 1));
      courier.counted({ outbox: [entry] } as unknown as Frame);
    },
    pass: (ms: number): void => {
      for (let i = 0; i < ms; i += 50) {
        nowMs += 50;
        courier.maintain();
      }
    },
    lose: (lost: boolean): void => {
      open = !lost;
    },
  };
}

describe('the courier of a region’s messages', () => {
  test('[M2] what a process refused, since it does not own the target, is sent again soon', () => {
    const { arrived, courier, message, pass, lose } = scene();
    lose(true);
    message();
    pass(50);
    courier.refused(regionId(1));
    lose(false);
    pass(100);
    expect(arrived).toEqual([1]);
    pass(350);
    expect(arrived).toEqual([1]);
  });

  test('[M2] a lost message is sent again although newer ones follow it all the time', () => {
    const { arrived, message, pass, lose } = scene();
    lose(true);
    message();
    lose(false);
    for (let i = 0; i < 20; i++) {
      message();
      pass(50);
    }
    expect(arrived).toContain(1);
    expect(arrived.indexOf(1)).toBeLessThan(20);
  });

  test('[M2] nothing is sent again while confirmations come, nor after the last', () => {
    const { arrived, message, pass, state } = scene();
    for (let number = 1; number <= 20; number++) {
      message();
      pass(100);
      state.confirm(1, number);
    }
    pass(2000);
    expect(arrived).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('[M2] a new owner of the target gets everything that is not confirmed, at once', () => {
    const { arrived, message, pass, courier } = scene();
    message();
    message();
    courier.ownerChanged(regionId(1));
    pass(50);
    expect(arrived).toEqual([1, 2, 1, 2]);
  });
});
