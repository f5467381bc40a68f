import { expect, test } from '@jest/globals';
import { UnprovedPeers } from './unproved-peers.ts';

/** A room, and who had to leave it. */
function makeRoom(most: number) {
  const peers = new UnprovedPeers(most);
  const left: string[] = [];
  const enter = (host: string, name: string): (() => void) => {
    const giveUp = (): void => {
      peers.leave(host, giveUp);
      left.push(name);
    };
    peers.enter(host, giveUp);
    return () => peers.leave(host, giveUp);
  };
  return { peers, left, enter };
}

test('a crowd of one address loses its own oldest, and nobody of another address', () => {
  const { peers, left, enter } = makeRoom(4);
  enter('10.0.0.1', 'shard');
  for (let i = 1; i <= 10; i++) enter('10.6.6.6', `crowd ${i}`);
  enter('10.0.0.2', 'proxy');
  expect(left).toEqual(Array.from({ length: 8 }, (_, i) => `crowd ${i + 1}`));
  expect(peers.size).toBe(4);
});

test('whoever proved itself makes room, and is not asked to leave', () => {
  const { peers, left, enter } = makeRoom(2);
  const proved = enter('10.0.0.1', 'a');
  enter('10.0.0.2', 'b');
  proved();
  enter('10.0.0.3', 'c');
  expect([left, peers.size]).toEqual([[], 2]);
  proved();
  expect(peers.size).toBe(2);
});

test('of as many addresses as there is room, the oldest goes', () => {
  const { left, enter } = makeRoom(3);
  for (let i = 1; i <= 5; i++) enter(`10.0.0.${i}`, `peer ${i}`);
  expect(left).toEqual(['peer 1', 'peer 2']);
});
