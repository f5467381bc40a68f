import { expect, test } from '@jest/globals';
import type { DatagramAddress, DatagramNetwork } from '@atlasnet/schemas';
import { SeededRandom } from '../testing/lossy-wire.ts';
import { impairedNetwork } from './impaired-network.ts';
import type { Impairment } from './impaired-network.ts';

const SERVER: DatagramAddress = { host: '10.0.0.1', port: 2555 };
const LOCAL: DatagramAddress = { host: '10.0.0.2', port: 40_000 };

/** A server that says every packet back at once, behind a bad network, in virtual time. */
async function echo(impairment: Impairment, packets: number): Promise<{ at: number; n: number }[]> {
  let nowMs = 0;
  const due: { readonly atMs: number; readonly task: () => void }[] = [];
  const clock = {
    monotonicMs: () => nowMs,
    wallMs: () => nowMs,
    after: (delayMs: number, task: () => void) => {
      due.push({ atMs: nowMs + delayMs, task });
      return () => undefined;
    },
  };
  const inner: DatagramNetwork = {
    bind: (local, receive) =>
      Promise.resolve({
        address: local,
        send: (bytes, start, end, to) => receive(bytes.subarray(start, end), to),
        close: () => Promise.resolve(),
      }),
  };
  const got: { at: number; n: number }[] = [];
  const network = impairedNetwork(inner, impairment, { clock, random: new SeededRandom(3) });
  const socket = await network.bind(LOCAL, (bytes, from) => {
    expect(from).toEqual(SERVER);
    got.push({ at: nowMs, n: bytes[0] + 256 * bytes[1] });
  });
  const buffer = new Uint8Array(2);
  for (let n = 0; n < packets; n++) {
    buffer.set([n & 255, n >> 8]);
    socket.send(buffer, 0, 2, SERVER);
  }
  buffer.fill(0);
  // A task may set others: in rounds of all that are due next, in the order in which they were set.
  while (due.length > 0) {
    const round = due.splice(0).sort((a, b) => a.atMs - b.atMs);
    const until = round[0].atMs;
    for (const each of round) {
      if (each.atMs > until) due.push(each);
      else {
        nowMs = each.atMs;
        each.task();
      }
    }
  }
  return got;
}

test('without impairment everything passes, in order', async () => {
  const got = await echo({}, 300);
  expect(got.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, i) => i));
});

test('loss and duplicates come at about their rates, both ways', async () => {
  const lost = await echo({ loss: 0.2 }, 4000);
  expect(lost.length / 4000).toBeCloseTo(0.64, 1);
  const twice = await echo({ duplicates: 0.5 }, 4000);
  expect(twice.length / 4000).toBeCloseTo(2.25, 0);
  expect(await echo({ loss: 1 }, 100)).toEqual([]);
});

test('packets take their time, and overtake each other by jitter only', async () => {
  const late = await echo({ delayMs: 40 }, 100);
  expect(new Set(late.map(({ at }) => at))).toEqual(new Set([80]));
  const jittered = await echo({ delayMs: 40, jitterMs: 30 }, 500);
  expect(Math.min(...jittered.map(({ at }) => at))).toBeGreaterThanOrEqual(80);
  expect(Math.max(...jittered.map(({ at }) => at))).toBeLessThanOrEqual(140);
  expect(jittered.some(({ n }, i) => i > 0 && n < jittered[i - 1].n)).toBe(true);
});
