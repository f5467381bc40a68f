import { expect, test } from '@jest/globals';
import { encodeMessage, interlinkMessages } from '@atlasnet/schemas';
import { publishedFrame } from './published-frame.ts';

const { LinkMessage } = interlinkMessages;

test('[I1] a slice says which frame it shows', () => {
  const cell = { x: 1, y: 2, z: 0, columns: new Uint8Array(300) };
  const named = { region: 9, offset: 70_000, epoch: 5_000_000_000, n: 301 };
  expect(
    publishedFrame(encodeMessage(LinkMessage, { slice: { ...named, tick: 80, groups: [cell] } })),
  ).toEqual(named);
  const first = { region: 0, offset: 1, epoch: 4, n: 1 };
  expect(publishedFrame(encodeMessage(LinkMessage, { slice: first }))).toEqual(first);
});

test('[I1] a slice for sessions alone, and every other message, shows none', () => {
  expect(
    publishedFrame(encodeMessage(LinkMessage, { slice: { region: 3, epoch: 4, n: 9 } })),
  ).toBeNull();
  expect(publishedFrame(encodeMessage(LinkMessage, { ping: { sentMs: 4 } }))).toBeNull();
  expect(publishedFrame(encodeMessage(LinkMessage, { notOwner: { region: 2 } }))).toBeNull();
});
