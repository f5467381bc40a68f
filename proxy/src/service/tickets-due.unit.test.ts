import { expect, test } from '@jest/globals';
import { SERVICE_LIMITS } from './limits.ts';
import { ticketsDue } from './tickets-due.ts';

const { ticketsHeld, ticketsPerUpdate, ticketRenewMs } = SERVICE_LIMITS;
const ROUND_MS = 50;

function crowd(size: number) {
  const one = {
    joined: true,
    condemned: false,
    ticketVersion: -1,
    ticketsGiven: 0,
    ticketDueMs: 0,
  };
  return Array.from({ length: size }, () => ({ ...one }));
}

const roundsFor = (tickets: number): number => Math.ceil(tickets / ticketsPerUpdate);

test('when hundreds join at once a round gives so many tickets, and a first one before anybody a second', () => {
  const holders = crowd(400);
  for (let round = 0; round < roundsFor(holders.length); round++) {
    const given = ticketsDue(holders, 0, round * ROUND_MS);
    expect(given.length).toBeLessThanOrEqual(ticketsPerUpdate);
  }
  expect(holders.every(({ ticketsGiven }) => ticketsGiven > 0)).toBe(true);
  expect(holders.filter(({ ticketsGiven }) => ticketsGiven > 1).length).toBeLessThan(
    ticketsPerUpdate,
  );
});

test('everybody comes to hold as many as it keeps, and then gets one at a time', () => {
  const holders = crowd(100);
  const rounds = roundsFor(holders.length * ticketsHeld) + ticketsHeld;
  let given = 0;
  for (let round = 0; round < rounds; round++) {
    given += ticketsDue(holders, 0, round * ROUND_MS).length;
  }
  expect(given).toBe(holders.length * ticketsHeld);
  const [one] = holders;
  expect(ticketsDue([one], 0, one.ticketDueMs - 1)).toEqual([]);
  expect(ticketsDue([one], 0, one.ticketDueMs)).toEqual([one]);
  expect(ticketsDue([one], 0, one.ticketDueMs - ticketRenewMs)).toEqual([]);
});

test('when other proxies come everybody is given tickets anew; who may not play gets none', () => {
  const [one, guest, banned] = crowd(3);
  guest.joined = false;
  banned.condemned = true;
  const all = [one, guest, banned];
  for (const version of [0, 1]) {
    let given = 0;
    for (let round = 0; round < ticketsHeld + 1; round++) {
      for (const holder of ticketsDue(all, version, round)) {
        expect(holder).toBe(one);
        given++;
      }
    }
    expect(given).toBe(ticketsHeld);
  }
});
