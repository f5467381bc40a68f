import { expect, test } from '@jest/globals';
import { processId } from '@atlasnet/schemas';
import type { FrameSlice, Link, LinkMessage } from '@atlasnet/schemas';
import { sliceHeader } from './frame-slices.ts';
import { LinkHub, sendBody, sendSlice } from './link-hub.ts';

const SELF = processId('0011223344556677');
const never = (): Promise<never> => Promise.reject(new Error('there is no other process'));

/** The hub of a process that only talks to itself, and what came over its links. */
function alone() {
  const heard: { readonly link: Link; readonly message: LinkMessage }[] = [];
  const silent = (): void => undefined;
  const hub = new LinkHub({
    self: SELF,
    interlink: { listen: never, connect: never },
    clock: { monotonicMs: () => 0, wallMs: () => 0, after: () => silent },
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    addressOf: () => null,
    message: (link, message) => heard.push({ link, message }),
    opened: silent,
    closed: silent,
  });
  return { hub, heard };
}

function slice(n: number): FrameSlice {
  const frame = { epoch: 1, n, tick: n, mapVersion: 1, empty: false, holdsNothing: false };
  const counted = { frame: frame as never, offset: n, parts: 1, outboxLeft: null };
  return sliceHeader({ ...counted, worldSchemaHash: 0 }, 0 as never);
}

test('regions of one process get each other’s slices and announcements as they are, in order with everything else', async () => {
  const { hub, heard } = alone();
  const near = hub.to(SELF);
  if (!near) throw new Error('a process reaches itself');
  sendBody(near, { ping: { sentMs: 1 } });
  await Promise.resolve();
  const far = heard[0].link;
  expect(far).not.toBe(near);
  const slices = [slice(1), slice(2)];
  sendSlice(far, slices[0], null);
  sendBody(far, { pong: { sentMs: 2 } });
  const announcement = { from: 1, to: 0, tick: 7, number: 0 };
  sendBody(far, { announcement });
  sendSlice(far, slices[1], null);
  expect(heard).toHaveLength(1);
  await Promise.resolve();
  await Promise.resolve();
  expect(
    heard.slice(1).map(({ message }) => message.slice?.n ?? message.announcement?.tick ?? 'pong'),
  ).toEqual([1, 'pong', 7, 2]);
  expect(heard[1].message.slice).toBe(slices[0]);
  for (const { link } of heard.slice(1)) expect(link).toBe(near);
});

test('nothing comes over a link within the process once it is closed', async () => {
  const { hub, heard } = alone();
  const near = hub.to(SELF);
  if (!near) throw new Error('a process reaches itself');
  sendSlice(near, slice(1), null);
  near.close('over');
  sendSlice(near, slice(2), null);
  await Promise.resolve();
  await Promise.resolve();
  expect(heard).toEqual([]);
});
