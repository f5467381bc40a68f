import { expect, test } from '@jest/globals';
import { AtlasError, encodeMessage, interlinkMessages, processId } from '@atlasnet/schemas';
import type { Clock, Interlink, Link, LinkHandlers, Logger } from '@atlasnet/schemas';
import { OwnerLinks } from './owner-links.ts';

const SHARD = processId('00000000000000aa');
const PING = encodeMessage(interlinkMessages.LinkMessage, { ping: { sentMs: 1 } });

/** Links to one shard, whose messages are taken later: what the shard says, and what came of it. */
async function connected(take: () => void) {
  const closed: string[] = [];
  const later: (() => void)[] = [];
  let handlers: LinkHandlers | null = null;
  const link: Link = {
    peer: { process: SHARD, role: 'shard' },
    queuedBytes: 0,
    send: () => true,
    close: (reason) => void closed.push(reason),
  };
  const interlink: Interlink = {
    listen: () => Promise.reject(new Error('nobody listens')),
    connect: (_, opened) => {
      handlers = opened(link);
      return Promise.resolve(link);
    },
  };
  const clock: Clock = { monotonicMs: () => 0, wallMs: () => 0, after: () => () => undefined };
  const ignore = (): void => undefined;
  const logger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const links: OwnerLinks = new OwnerLinks({
    ...{ interlink, clock, logger, addressOf: () => 'shard:1' },
    message: (from) => void later.push(() => links.orClose(from, take)),
  });
  links.to(SHARD);
  await Promise.resolve();
  return { closed, later, say: (bytes: Uint8Array) => handlers?.message(bytes) };
}

test('a message that is malformed closes its link, also when it is taken later', async () => {
  const { closed, later, say } = await connected(() => {
    throw new AtlasError('ATLAS_FRAME_MALFORMED', 'a slice of nothing');
  });
  say(Uint8Array.of(0xff));
  expect(closed).toEqual(['malformed message']);
  say(PING);
  expect([later.length, closed.length]).toEqual([1, 1]);
  later[0]();
  expect(closed).toEqual(['malformed message', 'malformed message']);
});

test('a bug in taking a message stays one', async () => {
  const { closed, later, say } = await connected(() => {
    throw new TypeError('a bug');
  });
  say(PING);
  expect(later[0]).toThrow('a bug');
  expect(closed).toEqual([]);
});
