import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DatagramAddress, DatagramNetwork } from '@atlasnet/schemas';
import { eventually, hexOf, patternBytes } from './contract-tools.ts';

/** Datagram networks of two processes that reach each other without loss. */
export interface DatagramHarness {
  readonly one: DatagramNetwork;
  readonly other: DatagramNetwork;
  close(): Promise<void>;
}

/** The suite that every implementation of the DatagramNetwork port passes. */
export function datagramContract(name: string, open: () => Promise<DatagramHarness>): void {
  describe(`DatagramNetwork contract: ${name}`, () => {
    let harness: DatagramHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());
    const anyPort: DatagramAddress = { host: '127.0.0.1', port: 0 };

    test('datagrams arrive whole with their sender, and answers go back', async () => {
      const got: string[] = [];
      const echoed: string[] = [];
      const server = await harness.one.bind(anyPort, (bytes, from) => {
        got.push(hexOf(bytes));
        server.send(bytes, 0, bytes.length, from);
      });
      const client = await harness.other.bind(anyPort, (bytes, from) => {
        expect(from).toEqual(server.address);
        echoed.push(hexOf(bytes));
      });
      expect(server.address.port).toBeGreaterThan(0);
      const sent = Array.from({ length: 50 }, (_, i) => patternBytes(i));
      for (const bytes of sent) client.send(bytes, 0, bytes.length, server.address);
      await eventually(() => echoed.length === sent.length, 'the echoes');
      expect([...got].sort()).toEqual(sent.map(hexOf).sort());
      expect([...echoed].sort()).toEqual([...got].sort());
      await Promise.all([server.close(), client.close()]);
    });

    test('only the part between start and end is sent; the buffer is free at once', async () => {
      const got: string[] = [];
      const server = await harness.one.bind(anyPort, (bytes) => void got.push(hexOf(bytes)));
      const client = await harness.other.bind(anyPort, () => {});
      const buffer = Uint8Array.of(1, 2, 3, 4, 5, 6);
      client.send(buffer, 2, 5, server.address);
      buffer.fill(0);
      await eventually(() => got.length === 1, 'the datagram');
      expect(got).toEqual(['030405']);
      await Promise.all([server.close(), client.close()]);
    });

    test('an occupied port is named', async () => {
      const server = await harness.one.bind(anyPort, () => {});
      await expect(harness.other.bind(server.address, () => {})).rejects.toMatchObject({
        code: 'ATLAS_PORT_IN_USE',
      });
      await server.close();
    });

    test('a closed socket is silent, and its port is free again', async () => {
      const server = await harness.one.bind(anyPort, () => {});
      await server.close();
      server.send(Uint8Array.of(1), 0, 1, anyPort);
      const again = await harness.one.bind(server.address, () => {});
      expect(again.address).toEqual(server.address);
      await again.close();
    });

    test('sending to nobody, or too much, is no error', async () => {
      const client = await harness.one.bind(anyPort, () => {});
      client.send(Uint8Array.of(1), 0, 1, { host: '127.0.0.1', port: 9 });
      client.send(new Uint8Array(70_000), 0, 70_000, client.address);
      await client.close();
    });
  });
}
