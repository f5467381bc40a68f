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
    inbox.tidy();
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
    inbox.tidy();
  }
  expect(sessionsOf(inbox)).toEqual([5, 6]);
  const [five, six] = inbox.waiting();
  expect(five.takeCommand(3)?.number).toBe(3);
  expect(six.takeInput(2)?.sequence).toBe(1);
});
