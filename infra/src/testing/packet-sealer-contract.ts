import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PacketCodec, nodePacketCipher } from '@atlasnet/proxy';
import type { PacketSealer } from '@atlasnet/proxy';
import type { DatagramAddress, DatagramSocket } from '@atlasnet/schemas';
import { UdpNetwork } from '../adapters/udp/index.ts';
import { eventually, hexOf, patternBytes } from './contract-tools.ts';

export const SEALER_PROTOCOL_ID = 0x1234_5678_9abc_def0n;
/** The packet type of payloads. */
export const PAYLOAD = 5;

/** What seals, and the socket on which it sends. */
export interface SealerHarness {
  readonly sealer: PacketSealer;
  readonly socket: DatagramSocket;
}

/** A client's end: the datagrams that came, as text, in their order. */
export class SealedInbox {
  readonly got: string[] = [];
  readonly key: Uint8Array;
  readonly #codec = new PacketCodec(nodePacketCipher, SEALER_PROTOCOL_ID);
  #socket: DatagramSocket | null = null;

  private constructor(key: Uint8Array) {
    this.key = key;
  }

  static async open(key: Uint8Array): Promise<SealedInbox> {
    const inbox = new SealedInbox(key);
    inbox.#socket = await new UdpNetwork('test').bind(
      { host: '127.0.0.1', port: 0 },
      (bytes) => void inbox.got.push(hexOf(bytes)),
    );
    return inbox;
  }

  get address(): DatagramAddress {
    return this.#socket?.address ?? { host: '', port: 0 };
  }

  /** What a packet of this number must look like; the codec is held to the standard elsewhere. */
  sealed(low: number, high: number, data: Uint8Array): string {
    const out = new Uint8Array(1300);
    const end = this.#codec.seal(this.key, PAYLOAD, low, high, data, data.length, out, 0);
    return hexOf(out.subarray(0, end));
  }

  close(): Promise<void> {
    return this.#socket?.close() ?? Promise.resolve();
  }
}

/** The suite that every implementation of PacketSealer passes. */
export function packetSealerContract(name: string, open: () => Promise<SealerHarness>): void {
  describe(`PacketSealer contract: ${name}`, () => {
    let harness: SealerHarness;
    const inboxes: SealedInbox[] = [];
    beforeEach(async () => {
      harness = await open();
      for (let i = 0; i < 3; i++) {
        inboxes.push(await SealedInbox.open(new Uint8Array(32).fill(i + 1)));
      }
    });
    afterEach(async () => {
      await harness.socket.close();
      for (const inbox of inboxes.splice(0)) await inbox.close();
    });

    test('[S3] each packet has the number it was given, once, and a client’s come in order', async () => {
      const expected = inboxes.map((): string[] => []);
      // Written again for every packet, as callers do.
      const [key, data] = [new Uint8Array(32), new Uint8Array(1200)];
      for (let n = 0; n < 300; n++) {
        for (const [i, inbox] of inboxes.entries()) {
          const pattern = n % 50 === 49 ? new Uint8Array(1200).fill(n) : patternBytes(n + i);
          const [low, high] = n < 200 ? [n, 0] : [0xffff_ff00 + n, 0x8000_0000 + n];
          key.set(inbox.key);
          data.set(pattern);
          harness.sealer.seal(key, PAYLOAD, low, high, data, pattern.length, inbox.address);
          expected[i].push(inbox.sealed(low, high, pattern));
        }
        key.fill(0);
        data.fill(0);
        if (n % 20 === 0) await new Promise(setImmediate);
      }
      await eventually(() => inboxes.every(({ got }) => got.length === 300), 'the packets');
      expect(inboxes.map(({ got }) => got)).toEqual(expected);
    });

    test('what the socket itself sends keeps its place between them', async () => {
      const [inbox] = inboxes;
      const expected: string[] = [];
      for (let n = 0; n < 100; n++) {
        const bytes = patternBytes(n);
        if (n % 3 === 0) {
          harness.socket.send(bytes, 0, bytes.length, inbox.address);
          expected.push(hexOf(bytes));
        } else {
          harness.sealer.seal(inbox.key, PAYLOAD, n, 0, bytes, bytes.length, inbox.address);
          expected.push(inbox.sealed(n, 0, bytes));
        }
      }
      await eventually(() => inbox.got.length === 100, 'the packets');
      expect(inbox.got).toEqual(expected);
    });

    test('what was sealed before the socket is closed leaves, and nothing after', async () => {
      const [inbox] = inboxes;
      const data = patternBytes(40);
      const seal = (n: number): void =>
        harness.sealer.seal(inbox.key, PAYLOAD, n, 0, data, data.length, inbox.address);
      for (let n = 0; n < 10; n++) seal(n);
      const closed = harness.socket.close();
      seal(10);
      await closed;
      await eventually(() => inbox.got.length >= 10, 'the packets');
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(inbox.got).toEqual(Array.from({ length: 10 }, (_, n) => inbox.sealed(n, 0, data)));
    });
  });
}
