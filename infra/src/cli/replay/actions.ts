import type { Unsettled } from '@atlasnet/cluster';
import { WorldReader, parseFindExpression, valuesOf, verifyLog } from '@atlasnet/replay';
import type { TickRange } from '@atlasnet/replay';
import { AtlasError, formatEntityId, parseEntityId } from '@atlasnet/schemas';
import type { EntityId, EventLog } from '@atlasnet/schemas';
import { alignColumns } from '../config/listing.ts';
import type { CommandContext } from '../command.ts';
import { conservedQuantities } from './conserved-quantities.ts';

/** What an action of `atlasnet replay` gets. */
export interface ReplayRequest {
  readonly log: EventLog;
  readonly world: string;
  readonly args: readonly string[];
  readonly options: CommandContext['options'];
}

/** What it found: for --json, for people, and the exit code. */
export interface ReplayResult {
  readonly json: unknown;
  readonly text: string;
  readonly code: number;
}

type Action = (request: ReplayRequest) => Promise<ReplayResult>;

/** Entities that `state` prints without --json. */
const ENTITIES_SHOWN = 200;
/** Exit code of a log that does not hold, and of a condition that never does. */
const NOT_HELD = 1;

const found = (json: unknown, text: string, code = 0): ReplayResult => ({ json, text, code });
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  alignColumns([[...head], ...rows.map((row) => row.map(String))]);
const entityName = (id: number): string => formatEntityId(id as EntityId);

export const ACTIONS: Readonly<Record<string, Action>> = {
  summary,
  regions,
  state,
  entity,
  sessions,
  verify,
  find,
};

async function summary({ log, world }: ReplayRequest): Promise<ReplayResult> {
  const reader = await WorldReader.open(log, world);
  const it = await reader.summary();
  const seconds = (it.lastTick - it.firstTick) / it.tickHz;
  const sum = (value: (region: (typeof it.regions)[number]) => number) =>
    it.regions.reduce((total, region) => total + value(region), 0);
  const lines = [
    ['world', it.world],
    ['incarnation', it.incarnation],
    ['ticks', `${it.firstTick} … ${it.lastTick} at ${it.tickHz} Hz, ${seconds.toFixed(1)} s`],
    ['written', `${new Date(it.firstMs).toISOString()} … ${new Date(it.lastMs).toISOString()}`],
    ['frames log', `${sum(({ records }) => records)} records, ${it.bytes} bytes`],
    ['entities', String(it.entities)],
    ['sessions', String(it.sessions)],
    ['handoffs', String(sum(({ departures }) => departures))],
    ['commands', String(sum(({ commands }) => commands))],
    ['map versions', String(it.mapVersions)],
    ['assignments', String(it.assignments)],
    ['void records', String(sum(({ voidRecords }) => voidRecords) + it.voidMapRecords)],
    ['unreadable', String(sum(({ unreadable }) => unreadable))],
  ];
  return found(it, alignColumns(lines));
}

async function regions({ log, world }: ReplayRequest): Promise<ReplayResult> {
  const reader = await WorldReader.open(log, world);
  const list = await reader.regions();
  const { control } = reader.source;
  const json = list.map((each) => {
    const owner = control.assignmentOf(each.region);
    const bounds = control.boundsOf(each.region);
    return { ...each, owner: owner?.process ?? null, epoch: owner?.epoch ?? 0, bounds };
  });
  const head = ['region', 'owner', 'epoch', 'ticks', 'entities', 'sessions', 'frames', 'skipped'];
  const more = ['out', 'in', 'commands', 'void', 'bounds'];
  const rows = json.map((each) => [
    ...[each.region, each.owner?.slice(0, 8) ?? '–', each.epoch],
    ...[`${each.firstTick}…${each.lastTick}`, each.entities, each.sessions],
    ...[each.frames + each.emptyFrames, each.skippedTicks, each.departures, each.arrivals],
    ...[each.commands, each.voidRecords],
    each.bounds ? `${each.bounds.min.join(',')} … ${each.bounds.max.join(',')}` : 'not in the map',
  ]);
  return found(json, table([...head, ...more], rows));
}

async function state({ log, world, options }: ReplayRequest): Promise<ReplayResult> {
  const tick = tickOption(options, 'tick');
  if (tick === undefined) throw usage('state needs --tick N');
  const reader = await WorldReader.open(log, world);
  const moment = await reader.stateAt(tick);
  const only = numberOption(options, 'region');
  const entities = [];
  for (const [region, { table: columns }] of moment.regions) {
    if (only !== undefined && only !== region) continue;
    const { slots, length } = columns.slotsById();
    for (let i = 0; i < length; i++) {
      const id = columns.ids[slots[i]];
      entities.push({ entity: entityName(id), region, ...valuesOf(columns, slots[i]) });
    }
  }
  const places = Array.from(moment.regions, ([region, each]) => ({
    ...{ region, tick: each.tick, entities: each.table.count, sessions: each.sessions.size },
  }));
  const head = ['region', 'tick', 'entities', 'sessions'];
  const rows = places.map((each) => [each.region, each.tick, each.entities, each.sessions]);
  const shown = entities
    .slice(0, ENTITIES_SHOWN)
    .map(({ entity: id, region, ...values }) => [...[id, region], ...[compact(values)]]);
  const rest = entities.length - shown.length;
  const more = rest > 0 ? `\n… and ${rest} more: --json lists all, --region N one region's` : '';
  const text = `${table(head, rows)}\n\n${table(['entity', 'region', 'values'], shown)}${more}`;
  const map = moment.map?.version ?? 0;
  return found({ tick, mapVersion: map, regions: places, entities }, text);
}

async function entity({ log, world, args, options }: ReplayRequest): Promise<ReplayResult> {
  const id = parseEntityId(args[1] ?? '');
  if (id === null) throw usage(`${args[1] ?? 'nothing'} is no entity id`);
  const reader = await WorldReader.open(log, world);
  const history = await reader.entityHistory(id, rangeOf(options));
  if (history.events.length === 0) {
    return found(history, `the log tells nothing of entity ${entityName(id)} there`, NOT_HELD);
  }
  const rows = history.events.map((event) => [
    ...[event.tick, event.region, event.offset, event.kind],
    event.detail ?? compact(event.values ?? {}),
  ]);
  const where = `entity ${entityName(id)}, in regions ${history.regions.join(' → ')}`;
  const cut = history.cut ? '\n… cut here: narrow it with --from and --to' : '';
  const text = `${where}\n${table(['tick', 'region', 'offset', 'what', 'detail'], rows)}${cut}`;
  return found(history, text);
}

async function sessions({ log, world }: ReplayRequest): Promise<ReplayResult> {
  const reader = await WorldReader.open(log, world);
  const list = await reader.sessions();
  const head = ['session', 'account', 'home', 'ticks', 'commands', 'avatar', 'region', 'now'];
  const rows = list.map((each) => [
    ...[each.session, each.account, each.home, `${each.firstTick}…${each.lastTick}`],
    ...[each.commandNumber, each.avatar === 0 ? '–' : entityName(each.avatar), each.region],
    each.live ? 'live' : 'ended',
  ]);
  return found(list, table(head, rows));
}

async function verify({ log, world, options }: ReplayRequest): Promise<ReplayResult> {
  const conserved = conservedQuantities(String(options['conserved'] ?? ''));
  const calm = tickOption(options, 'calm');
  const settling = calm === undefined ? {} : { settling: { faultsEndTick: calm } };
  const report = await verifyLog(log, world, { conserved, ...settling });
  const rows = report.invariants.map((each) => [
    ...[each.invariant, each.held ? 'holds' : each.facts === 0 ? 'NOTHING COMPARED' : 'BROKEN'],
    ...[each.facts, each.violations.length + each.more, each.title],
  ]);
  const { first } = report;
  const place = first
    ? Object.entries(first)
        .filter(([key]) => !['invariant', 'problem'].includes(key))
        .map(([key, value]) => `${key} ${key === 'entity' ? entityName(Number(value)) : value}`)
        .join(', ')
    : '';
  const { counts, matched, most } = report.missedTicks;
  const lines = [
    table(['', '', 'facts', 'violations', 'what'], rows),
    `${report.frames} frames up to tick ${report.lastTick}; ${report.spawned} spawned, ${report.destroyed} despawned, ${report.inFlight} in flight`,
    `${matched} handoffs: ${counts[0]} missed no tick, ${counts[1]} one, ${counts[2]} two, ${counts[3]} more (${most} at most)`,
    unsettledLine(report.unsettled),
    ...report.conserved.map((each) => `conserved ${JSON.stringify(each)}`),
    first ? `first violation: [${first.invariant}] ${first.problem} (${place})` : 'the log holds',
  ];
  return found(report, lines.join('\n'), report.held ? 0 : NOT_HELD);
}

/** What was on its way where the log ends: of a world that runs, or was stopped, no failure. */
function unsettledLine({ messages, oldestTick, jobs, parked, slowest }: Unsettled): string {
  const oldest = oldestTick === null ? '' : `, the oldest of tick ${oldestTick}`;
  const late = slowest ? `; region ${slowest.region} is ${slowest.behindTicks} ticks behind` : '';
  return `at the end: ${messages} messages on their way${oldest}, ${jobs} jobs pending, ${parked} entities parked${late}`;
}

async function find({ log, world, args, options }: ReplayRequest): Promise<ReplayResult> {
  const condition = args.slice(1).join(' ');
  const named = options['entity'];
  const id = typeof named === 'string' ? parseEntityId(named) : undefined;
  if (id === null) throw usage(`${String(named)} is no entity id`);
  const region = numberOption(options, 'region');
  const predicate = parseFindExpression(condition, {
    ...(id === undefined ? {} : { entity: id }),
    ...(region === undefined ? {} : { region }),
  });
  const reader = await WorldReader.open(log, world);
  const tick = await reader.findFirst(predicate, rangeOf(options));
  const text = tick === null ? `never: ${condition}` : `tick ${tick}: ${condition}`;
  return found({ condition, tick }, text, tick === null ? NOT_HELD : 0);
}

function rangeOf(options: ReplayRequest['options']): TickRange {
  const fromTick = tickOption(options, 'from');
  const toTick = tickOption(options, 'to');
  return {
    ...(fromTick === undefined ? {} : { fromTick }),
    ...(toTick === undefined ? {} : { toTick }),
  };
}

function tickOption(options: ReplayRequest['options'], name: string): number | undefined {
  return numberOption(options, name);
}

function numberOption(options: ReplayRequest['options'], name: string): number | undefined {
  const text = options[name];
  if (text === undefined || text === false) return undefined;
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return Number(text);
  throw usage(`--${name} ${String(text)} is no whole number`);
}

function compact(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value, rounded)}`)
    .join(' ');
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}

function usage(sentence: string): AtlasError {
  return new AtlasError('ATLAS_USAGE', sentence, { hint: 'See `atlasnet replay --help`.' });
}
