import { expect, test } from '@jest/globals';
import { InputColumnReader, InputColumnWriter, packInput } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { RegionInbox } from './region-inbox.ts';

function giveInput(inbox: RegionInbox, session: number, sequence: number, afterCommand = 0): void {
  const writer = new InputColumnWriter();
  writer.add(session, 1, packInput({ sequence, afterCommand, kind: 0 }, Uint8Array.of(sequence)));
  const reader = new InputColumnReader(writer.take());
  while (reader.next()) inbox.input(reader, 0);
}

function giveCommand(inbox: RegionInbox, session: number, number: number): void {
  const command = { region: 0, session, generation: 1, number, kind: 0, payload: new Uint8Array() };
  inbox.command({ ...command, worldSchemaHash: 0 }, 0);
}

const sessionsOf = (inbox: RegionInbox): number[] => inbox.waiting().map(({ session }) => session);

test('[S2] only sessions with something waiting are named, ascending, however often they are emptied', () => {
  const inbox = new RegionInbox();
  for (let tick = 1; tick <= 3 * LIMITS.emptyQueueTicks; tick++) {
    expect(sessionsOf(inbox)).toEqual([]);
    giveInput(inbox, 9, tick);
    giveCommand(inbox, 4, tick);
    giveInput(inbox, 2, tick);
    expect(sessionsOf(inbox)).toEqual([2, 4, 9]);
    const [two, four, nine] = inbox.waiting();
    expect(nine.takeInput(0)?.sequence).toBe(tick);
    expect(four.takeCommand(tick)?.number).toBe(tick);
    expect(two.takeInput(0)?.payload).toEqual(Uint8Array.of(tick));
    inbox.tidy(() => tick);
  }
});

test('[S2] what waits for its turn outlives every tidying', () => {
  const inbox = new RegionInbox();
  giveCommand(inbox, 5, 3);
  giveInput(inbox, 6, 1, 2);
  for (let tick = 0; tick <= 2 * LIMITS.emptyQueueTicks; tick++) {
    const [five, six] = inbox.waiting();
    expect(five.takeCommand(1)).toBeNull();
    expect(six.takeInput(1)).toBeNull();
    inbox.tidy(() => 1);
  }
  expect(sessionsOf(inbox)).toEqual([5, 6]);
  const [five, six] = inbox.waiting();
  expect(five.takeCommand(3)?.number).toBe(3);
  expect(six.takeInput(2)?.sequence).toBe(1);
});

test('[S2] what a session gave before it went elsewhere is dropped in the end, and so is what was applied there', () => {
  const inbox = new RegionInbox();
  const longAway = (LIMITS.absentLooks + 1) * LIMITS.emptyQueueTicks;
  for (const session of [5, 6]) giveInput(inbox, session, 1, 4);
  for (const number of [2, 3, 5]) giveCommand(inbox, 6, number);
  const here = (session: number): number | null => (session === 6 ? 3 : null);
  for (let tick = 1; tick < longAway; tick++) inbox.tidy(here);
  expect(sessionsOf(inbox)).toEqual([5, 6]);
  inbox.tidy(here);
  expect(sessionsOf(inbox)).toEqual([6]);
  const [six] = inbox.waiting();
  expect([2, 3, 5].map((number) => six.takeCommand(number)?.number)).toEqual([
    undefined,
    undefined,
    5,
  ]);
});

test('[S2] what waits for a session that is under way is there when it comes', () => {
  const inbox = new RegionInbox();
  giveCommand(inbox, 5, 1);
  for (let look = 0; look < 3 * LIMITS.absentLooks; look++) {
    const arrived = look % LIMITS.absentLooks === LIMITS.absentLooks - 1;
    for (let tick = 0; tick < LIMITS.emptyQueueTicks; tick++)
      inbox.tidy(() => (arrived ? 0 : null));
  }
  expect(sessionsOf(inbox)).toEqual([5]);
});
