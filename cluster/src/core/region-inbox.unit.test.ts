import { expect, test } from '@jest/globals';
import { InputColumnReader, InputColumnWriter, packInput } from '@atlasnet/schemas';
import { LIMITS } from '../limits.ts';
import { RegionInbox } from './region-inbox.ts';

function giveInput(inbox: RegionInbox, session: number, sequence: number, afterCommand = 0): void {
  const writer = new InputColumnWriter();
  writer.add(session, 1, packInput({ sequence, afterCommand, kind: 0 }, Uint8Array.of(sequence)));
  const reader = new InputColumnReader(writer.take());
  while (reader.next()) inbox.input(reader);
}

function giveCommand(inbox: RegionInbox, session: number, number: number): void {
  const command = { region: 0, session, generation: 1, number, kind: 0, payload: new Uint8Array() };
  inbox.command(command, 0);
}

test('[S2] only sessions with something waiting are named, ascending, however often they are emptied', () => {
  const inbox = new RegionInbox();
  for (let tick = 1; tick <= 3 * LIMITS.emptyQueueTicks; tick++) {
    expect(inbox.commandSessions()).toEqual([]);
    giveInput(inbox, 9, tick);
    giveCommand(inbox, 4, tick);
    giveInput(inbox, 2, tick);
    expect(inbox.commandSessions()).toEqual([2, 4, 9]);
    expect(inbox.takeInput(9, 0)?.sequence).toBe(tick);
    expect(inbox.takeCommand(4, tick)?.number).toBe(tick);
    expect(inbox.takeInput(2, 0)?.payload).toEqual(Uint8Array.of(tick));
    inbox.tidy();
  }
});

test('[S2] what waits for its turn outlives every tidying', () => {
  const inbox = new RegionInbox();
  giveCommand(inbox, 5, 3);
  giveInput(inbox, 6, 1, 2);
  for (let tick = 0; tick <= 2 * LIMITS.emptyQueueTicks; tick++) {
    expect(inbox.takeCommand(5, 1)).toBeNull();
    expect(inbox.takeInput(6, 1)).toBeNull();
    inbox.tidy();
  }
  expect(inbox.commandSessions()).toEqual([5, 6]);
  expect(inbox.takeCommand(5, 3)?.number).toBe(3);
  expect(inbox.takeInput(6, 2)?.sequence).toBe(1);
});
