import { describe, expect, test } from '@jest/globals';
import {
  compileWorld,
  decodePayload,
  defineWorld,
  encodePayload,
  field,
  regionId,
} from '@atlasnet/schemas';
import type { FieldGroups, TaskGroups, WorldSchema } from '@atlasnet/schemas';
import { migrateState } from './migrate-state.ts';
import { emptyMessage } from './region-messages.ts';
import { RegionState } from './region-state.ts';

interface Declared {
  readonly messages?: FieldGroups;
  readonly tasks?: TaskGroups;
  readonly sizeM?: number;
}

function worldOf({ messages = {}, tasks = {}, sizeM = 400 }: Declared): WorldSchema {
  const world = defineWorld({
    name: 'grows',
    dimensions: 2,
    bounds: { min: [0, 0], max: [sizeM, sizeM] },
    tickHz: 10,
    components: {},
    messages,
    tasks,
  });
  return compileWorld(world);
}

const HERE = regionId(0);
const THERE = regionId(1);
const gold = field.integer({ max: 1000 });
const pay = { arguments: { gold }, result: { paid: field.flag() } };
const before = worldOf({ messages: { give: { gold } }, tasks: { pay } });

const given = {
  target: 7,
  sender: 3,
  kind: 0,
  payload: encodePayload(before.messages[0], { gold: 30 }),
  worldSchemaHash: 0,
};
const asked = encodePayload(before.tasks.get('pay')?.arguments ?? before.kinds[0], { gold: 40 });
const paid = encodePayload(before.tasks.get('pay')?.result ?? before.kinds[0], { paid: true });

/**
 * A gift on its way, one that comes back, a job, and what became of another.
 * @param worldSchemaHash by which they are packed; 0: they do not say, as in logs of before
 */
function pending(worldSchemaHash = 0): RegionState {
  const state = new RegionState(before, HERE);
  const gift = { ...emptyMessage(HERE, 1, 1), entityMessage: { ...given, worldSchemaHash } };
  const returned = { refusedBy: HERE, reason: 1, original: gift };
  const id = { region: HERE, epoch: 3, n: 1, index: 0 };
  const job = { ...id, name: 'pay', entity: 0, tick: 1, worldSchemaHash };
  const result = { job: '0.3.1.1', name: 'pay', status: 0, entity: 0, text: '' };
  state.enqueue(THERE, gift);
  state.enqueue(THERE, { ...emptyMessage(HERE, 1, 1), returned });
  state.enqueue(THERE, {
    ...emptyMessage(HERE, 1, 1),
    taskResult: { ...result, payload: paid, arguments: asked, worldSchemaHash },
  });
  state.asked({ ...job, arguments: asked });
  return state;
}

describe('[M3, M4] what was on its way when the declaration changed', () => {
  test('arrives as what it was, though names and fields before its own were declared since', () => {
    const after = worldOf({
      messages: {
        bow: {},
        give: { awe: field.integer({ default: 5 }), gold, why: field.text({ lengthMax: 9 }) },
      },
      tasks: {
        pay: {
          arguments: { due: field.integer({ default: 2 }), gold },
          result: { at: field.integer(), paid: field.flag() },
        },
      },
    });
    const state = migrateState(pending(), after);
    const sent = (state.outbox.get(THERE) ?? []).map(({ message }) => message);
    for (const gift of [sent[0], sent[1]?.returned?.original]) {
      const { target, sender, kind = -1, payload = new Uint8Array() } = gift?.entityMessage ?? {};
      expect([target, sender, after.messages[kind].name]).toEqual([7, 3, 'give']);
      expect(decodePayload(after.messages[kind], payload)).toEqual({ awe: 5, gold: 30, why: '' });
    }
    const task = after.tasks.get('pay');
    if (!task) throw new Error('it is declared');
    const result = sent[2]?.taskResult;
    const [job] = state.jobs.values();
    for (const values of [result?.arguments, job.arguments]) {
      expect(decodePayload(task.arguments, values ?? paid)).toEqual({ due: 2, gold: 40 });
    }
    expect(decodePayload(task.result, result?.payload ?? asked)).toEqual({ at: 0, paid: true });
    expect([...state.jobs.keys()]).toEqual([...pending().jobs.keys()]);
    expect(state.outboxNumbers.get(THERE)).toBe(3);
  });

  test.each<[string, Declared]>([
    ['message give was removed while one was on its way', { tasks: { pay } }],
    ['message give, field gold was removed', { messages: { give: {} }, tasks: { pay } }],
    [
      'message give, field gold changed its type or quantum',
      { messages: { give: { gold: field.flag() } }, tasks: { pay } },
    ],
    [
      'message give can no longer hold what is on its way',
      { messages: { give: { gold: field.integer({ max: 9 }) } }, tasks: { pay } },
    ],
    ['task pay was removed while a job was pending', { messages: { give: { gold } } }],
    ['bounds changed', { messages: { give: { gold } }, tasks: { pay }, sizeM: 500 }],
  ])('%s: refused by name', (what, declared) => {
    expect(() => migrateState(pending(), worldOf(declared))).toThrow(`world grows: ${what}`);
  });

  test('stays packed as it was sent, since its target may read that yet; jobs are packed anew', () => {
    const grown = worldOf({ messages: { bow: {}, give: { awe: gold, gold } }, tasks: { pay } });
    const from = pending(before.hash);
    const state = migrateState(from, grown);
    expect(state.outbox).toEqual(from.outbox);
    expect(Array.from(state.jobs.values(), (job) => job.worldSchemaHash)).toEqual([grown.hash]);
    // Two declarations later nobody would know it.
    const again = migrateState(
      state,
      worldOf({
        ...grown.declaration,
        sizeM: 400,
        messages: {
          arise: {},
          bow: {},
          give: { awe: gold, gold },
        },
      }),
    );
    const hashes = again.outbox.get(THERE)?.map(({ message }) => {
      const { entityMessage, returned, taskResult } = message ?? {};
      const body = entityMessage ?? returned?.original?.entityMessage ?? taskResult;
      return body?.worldSchemaHash;
    });
    expect(hashes).toEqual([again.schema.hash, again.schema.hash, again.schema.hash]);
  });

  test('what nobody is sent and no job is pending of may go', () => {
    const empty = new RegionState(before, HERE);
    expect(migrateState(empty, worldOf({})).schema.messages).toEqual([]);
  });
});
