import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Interlink, Link, LinkHandlers } from '@atlasnet/schemas';
import { eventually, hexOf, patternBytes } from './contract-tools.ts';

/** Interlinks of three processes: `server` and `client` share a key, `stranger` has another. */
export interface InterlinkHarness {
  /** Process `server`, role `shard`. */
  readonly server: Interlink;
  /** Process `client`, role `proxy`. */
  readonly client: Interlink;
  readonly stranger: Interlink;
  /** Nobody listens here. */
  readonly deadAddress: string;
  close(): Promise<void>;
}

/** One end of a link as a test sees it. */
class RecordedEnd {
  link: Link | null = null;
  readonly messages: string[] = [];
  readonly reasons: string[] = [];

  readonly take = (link: Link): LinkHandlers => {
    this.link = link;
    return {
      message: (bytes) => {
        if (this.reasons.length > 0) throw new Error('a message after closed');
        this.messages.push(hexOf(bytes));
      },
      closed: (reason) => void this.reasons.push(reason),
    };
  };
}

/** The suite that every implementation of the Interlink port passes. */
export function interlinkContract(name: string, open: () => Promise<InterlinkHarness>): void {
  describe(`Interlink contract: ${name}`, () => {
    let harness: InterlinkHarness;
    let far: RecordedEnd;
    let near: RecordedEnd;
    beforeEach(async () => {
      harness = await open();
      far = new RecordedEnd();
      near = new RecordedEnd();
    });
    afterEach(() => harness.close());
    const bind = { host: '127.0.0.1', port: 0 };

    async function connect(): Promise<Link> {
      const listener = await harness.server.listen(bind, far.take);
      return harness.client.connect(listener.address, near.take);
    }

    test('both ends learn who the other is', async () => {
      const link = await connect();
      expect(link.peer).toEqual({ process: 'server', role: 'shard' });
      await eventually(() => far.link !== null, 'the far end');
      expect(far.link?.peer).toEqual({ process: 'client', role: 'proxy' });
      expect(near.link).toBe(link);
    });

    test('messages arrive whole and in order, both ways, small, large and empty', async () => {
      const link = await connect();
      await eventually(() => far.link !== null, 'the far end');
      const sent = Array.from({ length: 300 }, (_, i) => patternBytes(i));
      sent.splice(100, 0, new Uint8Array(0), new Uint8Array(1_500_000).fill(7));
      for (const bytes of sent) {
        expect(link.send(bytes)).toBe(true);
        expect(far.link?.send(bytes)).toBe(true);
      }
      await eventually(() => far.messages.length === sent.length, 'all at the far end');
      await eventually(() => near.messages.length === sent.length, 'all at the near end');
      expect(far.messages).toEqual(sent.map(hexOf));
      expect(near.messages).toEqual(sent.map(hexOf));
      await eventually(() => link.queuedBytes === 0, 'an empty queue');
    });

    test('the sender may use its buffer again at once', async () => {
      const link = await connect();
      const buffer = patternBytes(9).slice();
      link.send(buffer);
      buffer.fill(0);
      await eventually(() => far.messages.length === 1, 'the message');
      expect(far.messages).toEqual([hexOf(patternBytes(9))]);
    });

    test('what was sent before close() arrives; then both ends are told, once', async () => {
      const link = await connect();
      for (let i = 0; i < 50; i++) link.send(patternBytes(i));
      link.close('done');
      link.close('again');
      expect(link.send(patternBytes(1))).toBe(false);
      await eventually(() => far.reasons.length > 0 && near.reasons.length > 0, 'word of the end');
      expect(far.messages).toHaveLength(50);
      expect([far.reasons.length, near.reasons.length]).toEqual([1, 1]);
      expect(near.reasons[0]).toContain('done');
      expect(far.link?.send(patternBytes(1))).toBe(false);
    });

    test('a process with another key is refused', async () => {
      const listener = await harness.server.listen(bind, far.take);
      await expect(harness.stranger.connect(listener.address, near.take)).rejects.toMatchObject({
        code: 'ATLAS_LINK_REFUSED',
      });
      expect([far.link, near.link]).toEqual([null, null]);
    });

    test('nobody there is a retriable error', async () => {
      await expect(harness.client.connect(harness.deadAddress, near.take)).rejects.toMatchObject({
        code: 'ATLAS_LINK_CLOSED',
        retriable: true,
      });
    });

    test('an aborted connect gives up', async () => {
      const listener = await harness.server.listen(bind, far.take);
      const signal = AbortSignal.abort();
      await expect(
        harness.client.connect(listener.address, near.take, signal),
      ).rejects.toMatchObject({ code: 'ATLAS_LINK_CLOSED' });
      expect(near.link).toBeNull();
    });

    test('a closed listener takes no more links; those that are stay', async () => {
      const listener = await harness.server.listen(bind, far.take);
      const link = await harness.client.connect(listener.address, near.take);
      await listener.close();
      await expect(
        harness.client.connect(listener.address, () => ({ message() {}, closed() {} })),
      ).rejects.toMatchObject({ code: 'ATLAS_LINK_CLOSED' });
      link.send(patternBytes(3));
      await eventually(() => far.messages.length === 1, 'the message');
    });

    test('a queue over its limit closes the link instead of growing', async () => {
      const link = await connect();
      const piece = new Uint8Array(4 * 1024 * 1024);
      let accepted = 0;
      while (accepted < 1000 && link.send(piece)) accepted += 1;
      expect(accepted).toBeGreaterThan(0);
      expect(accepted).toBeLessThan(1000);
      await eventually(() => near.reasons.length === 1, 'word of the end');
    });
  });
}
