import { expect, test } from '@jest/globals';
import { sleep } from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';
import { nodePacketCipher } from '../netcode/packet-cipher-node.ts';
import type { PacketCipher } from '../netcode/packet-cipher.ts';
import { SeededRandom } from '../testing/lossy-wire.ts';
import { viewWorld } from '../testing/view-bench-world.ts';
import { rehearse } from './rehearsal.ts';

const clock: Clock = {
  monotonicMs: () => 0,
  wallMs: () => 1_700_000_000_000,
  after(_, task) {
    const timer = setTimeout(task, 0);
    return () => clearTimeout(timer);
  },
};

test('a rehearsal plays what clients cost: they join, are sent views, and speak', async () => {
  const bytes: number[] = [];
  const opened: (number | null)[] = [];
  const cipher: PacketCipher = {
    seal(key, nonce, associated, plain, length, out, at) {
      bytes.push(length);
      nodePacketCipher.seal(key, nonce, associated, plain, length, out, at);
    },
    open(...sealed) {
      const plain = nodePacketCipher.open(...sealed);
      opened.push(plain?.length ?? null);
      return plain;
    },
  };
  const { signal } = new AbortController();
  const random = new SeededRandom(5);
  await rehearse({ world: 'views', schema: viewWorld, clock, random, cipher, signal });
  expect(opened).not.toContain(null);
  // 24 views a tick are sealed and opened, of which a good part tells of several entities, and half as many inputs.
  expect(opened.length).toBeGreaterThan(130 * 24);
  expect(bytes.filter((length) => length > 30).length).toBeGreaterThan(40 * 24);
});

test('a rehearsal ends when its process is told to', async () => {
  const abort = new AbortController();
  const random = new SeededRandom(5);
  let seals = 0;
  const cipher: PacketCipher = {
    ...nodePacketCipher,
    seal(...parts) {
      seals++;
      nodePacketCipher.seal(...parts);
    },
  };
  const options = { world: 'views', schema: viewWorld, clock, random, cipher };
  const played = rehearse({ ...options, signal: abort.signal });
  await sleep(clock, 1);
  abort.abort();
  await played;
  const ended = seals;
  await sleep(clock, 20);
  expect(seals).toBe(ended);
  expect(seals).toBeLessThan(1000);
});
