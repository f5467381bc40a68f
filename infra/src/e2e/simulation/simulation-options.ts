import { AtlasError } from '@atlasnet/schemas';
import { visitsOf } from './crash-walk.ts';
import type { Visit } from './crash-walk.ts';
import { HISTORIES } from './histories.ts';
import type { History } from './histories.ts';
import type { ProtocolBug } from './planting.ts';
import { PROTOCOL_BUGS } from './protocol-bugs.ts';
import { FAULTS_A_SEED } from './run-seed.ts';

export interface SimulationOptions {
  /** The first and the last seed. */
  readonly seeds: readonly [number, number];
  /** That each seed draws, without those of its workers. */
  readonly faults: number;
  /** Of the faults drawn, or named by a history or a walk, the first so many are done; by default all. */
  readonly firstFaults?: number;
  /** Runs these scenarios instead of what seeds draw. */
  readonly histories?: readonly History[];
  /** Visits these crash points instead. */
  readonly visits?: readonly Visit[];
  /** Plants this bug in each seed. */
  readonly bug?: string;
  /** Says after how many seeds, at most so many, each of these bugs is caught. */
  readonly catching?: { readonly bugs: readonly ProtocolBug[]; readonly seedsMax: number };
  /** Processes that run seeds. */
  readonly jobs: number;
  /** Adds to this file what the seeds found, and leaves out those that it has. */
  readonly tally?: string;
  /** Prints which part of the product took the processor. */
  readonly account: boolean;
  /** Prints what the processes of a failing seed logged. */
  readonly log: boolean;
  /** Runs every seed twice and compares the logs' bytes. */
  readonly twice: boolean;
  /** Does not look for a shorter list of faults that fails, too. */
  readonly whole: boolean;
}

/** Options as the command line has them, by camel-cased name; absent ones are undefined. */
export type GivenOptions = Readonly<Record<string, string | boolean | undefined>>;

const DEFAULT_SEEDS = '1-20';
/** Each is a process of some 200 MB. */
const JOBS_MAX = 64;
/** A run has 37 s for them. */
const FAULTS_MAX = 1000;

const OF_EVERY_RUN = ['jobs', 'log', 'whole', 'firstFaults'];
/** What a run does, by the option that asks for it, and which others mean something then. */
const HEEDED: Readonly<Record<string, readonly string[]>> = {
  catch: ['bug', 'seed', 'jobs'],
  crashPoints: ['seed', ...OF_EVERY_RUN],
  history: ['account', 'twice', ...OF_EVERY_RUN],
  seeds: ['seed', 'faults', 'bug', 'tally', 'account', 'twice', ...OF_EVERY_RUN],
};

/**
 * What the command line asks for. An option that would mean nothing beside the others is refused: a run
 * that left it out in silence would be taken for another.
 * @throws AtlasError ATLAS_USAGE
 */
export function readSimulationOptions(given: GivenOptions): SimulationOptions {
  refuseUnheeded(given);
  const seeds = seedsOf(given);
  const crashPoints = given['crashPoints'] === true ? 'all' : textOf(given, 'crashPoints');
  const seedsMax = numberOf(given, 'catch', 1);
  const bugs = bugsOf(given);
  return {
    seeds,
    faults: numberOf(given, 'faults', 0, FAULTS_MAX) ?? FAULTS_A_SEED,
    firstFaults: numberOf(given, 'firstFaults', 0, FAULTS_MAX),
    histories: historiesOf(textOf(given, 'history')),
    visits: crashPoints === undefined ? undefined : visitsOf(crashPoints, seeds[0]),
    bug: seedsMax === undefined ? bugs?.[0].name : undefined,
    catching: seedsMax === undefined ? undefined : { bugs: bugs ?? PROTOCOL_BUGS, seedsMax },
    jobs: numberOf(given, 'jobs', 1, JOBS_MAX) ?? 1,
    tally: textOf(given, 'tally'),
    account: given['account'] === true,
    log: given['log'] === true,
    twice: given['twice'] === true,
    whole: given['whole'] === true,
  };
}

function refuseUnheeded(given: GivenOptions): void {
  const isGiven = (name: string): boolean => given[name] !== undefined && given[name] !== false;
  const mode = Object.keys(HEEDED).find(isGiven) ?? 'seeds';
  const known = new Set([...Object.keys(HEEDED), ...Object.values(HEEDED).flat()]);
  for (const name of known) {
    if (name === mode || !isGiven(name) || HEEDED[mode].includes(name)) continue;
    throw usage(
      `${flagOf(name)} means nothing with ${flagOf(mode)}`,
      `Leave one of them out: with ${flagOf(mode)} go ${HEEDED[mode].map(flagOf).join(', ')}.`,
    );
  }
  if (isGiven('seed') && isGiven('seeds')) {
    throw usage('--seed and --seeds both name seeds', 'Give one of them.');
  }
  for (const name of ['bug', 'firstFaults']) {
    if (!isGiven('tally') || !isGiven(name)) continue;
    throw usage(
      `a tally is of whole seeds of the product as it is, and ${flagOf(name)} changes them`,
      `Leave out --tally or ${flagOf(name)}.`,
    );
  }
}

function seedsOf(given: GivenOptions): readonly [number, number] {
  const name = given['seed'] === undefined ? 'seeds' : 'seed';
  const fallback = given['crashPoints'] || given['catch'] ? '1' : DEFAULT_SEEDS;
  const text = textOf(given, name) ?? fallback;
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const seeds = [Number(from), Number(to ?? from)] as const;
  const isOne = name === 'seeds' || to === undefined;
  if (isOne && seeds.every((seed) => Number.isSafeInteger(seed)) && seeds[0] <= seeds[1]) {
    return seeds;
  }
  throw usage(
    `${flagOf(name)} ${text} names no ${isOne ? 'seeds' : 'one seed'}`,
    'Write --seed 7, or --seeds 1-20 with the lower one first.',
  );
}

/** Those that are asked for by name; undefined when none is. */
function bugsOf(given: GivenOptions): readonly ProtocolBug[] | undefined {
  const name = textOf(given, 'bug');
  if (name === undefined) return undefined;
  if (name === 'all' && given['catch'] !== undefined) return PROTOCOL_BUGS;
  const names = PROTOCOL_BUGS.map((bug) => bug.name).join(', ');
  if (name === 'all') {
    throw usage(
      '--bug all plants one bug after the other, and says how each is caught, only with --catch',
      `Write --bug all --catch 200, or name one: ${names}.`,
    );
  }
  const bugs = PROTOCOL_BUGS.filter((bug) => bug.name === name);
  if (bugs.length > 0) return bugs;
  throw usage(`--bug ${name}: there is no such planted bug`, `They are ${names}, or all.`);
}

function historiesOf(name: string | undefined): readonly History[] | undefined {
  if (name === undefined) return undefined;
  const histories = HISTORIES.filter((history) => [history.name, 'all'].includes(name));
  if (histories.length > 0) return histories;
  const names = HISTORIES.map((history) => history.name).join('; ');
  throw usage(`--history ${name}: there is no such history`, `They are ${names}; or all.`);
}

function textOf(given: GivenOptions, name: string): string | undefined {
  const value = given[name];
  return value === undefined ? undefined : String(value);
}

function numberOf(
  given: GivenOptions,
  name: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = textOf(given, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= max) return number;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  throw usage(
    `${flagOf(name)} ${text} is no whole number ${range}`,
    `Write ${flagOf(name)} ${Math.max(min, 2)}, or leave it out.`,
  );
}

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function usage(problem: string, hint: string): AtlasError {
  return new AtlasError('ATLAS_USAGE', problem, { hint });
}
