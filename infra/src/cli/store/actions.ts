import {
  checkStore,
  findAccount,
  findEntity,
  openWorldLog,
  readDirectory,
  rebuildStore,
} from '@atlasnet/replay';
import { AtlasError, formatEntityId, parseEntityId, sleep } from '@atlasnet/schemas';
import type { Clock, EntityId, EventLog, StateStore } from '@atlasnet/schemas';
import { alignColumns } from '../config/listing.ts';

/** What an action of `atlasnet store` is given. */
export interface StoreRequest {
  readonly log: EventLog;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly world: string;
  readonly what: string | undefined;
  readonly print: (line: string) => void;
}

type StoreAction = (request: StoreRequest) => Promise<number>;

/** A checkpoint is in the topic a moment before its copy is in the store: look again, milliseconds. */
const AGAIN_MS = 1000;

export const STORE_ACTIONS: Readonly<Record<string, StoreAction>> = { check, rebuild, find };

async function check({ log, store, clock, world, print }: StoreRequest): Promise<number> {
  let report = await checkStore(log, world, store);
  if (!report.whole) {
    await sleep(clock, AGAIN_MS);
    report = await checkStore(log, world, store);
  }
  const rows = report.keys.map(({ key, verdict, detail }) => [key, verdict, detail]);
  print(alignColumns([['key', '', ''], ...rows]));
  print(report.whole ? 'the store is as the log says' : 'the store is not as the log says');
  return report.whole ? 0 : 1;
}

async function rebuild({ log, store, world, print }: StoreRequest): Promise<number> {
  const { written, kept } = await rebuildStore(log, world, store);
  print(`${written.length} keys written from the log, ${kept.length} were as new or newer`);
  return 0;
}

async function find({ log, store, world, what, print }: StoreRequest): Promise<number> {
  if (what === undefined) {
    throw new AtlasError('ATLAS_USAGE', 'find needs an entity id or the name of an account', {
      hint: 'See `atlasnet store --help`.',
    });
  }
  const { control, incarnationId } = await openWorldLog(log, world);
  const directory = await readDirectory(store, incarnationId);
  const entity = parseEntityId(what);
  const place =
    (entity === null ? null : findEntity(directory, entity)) ?? findAccount(directory, what);
  if (!place) {
    print(`the directory lists no ${what}`);
    return 1;
  }
  const { region, tick, session } = place;
  const owner = control.assignmentOf(region as never)?.process ?? 'nobody';
  const who = session
    ? `; session ${session.session} of ${session.account}, avatar ${formatEntityId(session.avatar as EntityId)}`
    : '';
  print(`${what} was in region ${region} at tick ${tick}, which ${owner} owns${who}`);
  return 0;
}
