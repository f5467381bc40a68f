import type { DatagramFaultRates, PortCall, SeededRandom } from '../../adapters/simulated/index.ts';
import { CRASH_POINTS } from './crash-points.ts';
import type { CrashPoint, PortPoint } from './crash-points.ts';

/** A call at which a process dies or stops: the `skip + 1`-th of its kind after the fault's time. */
export interface StrikePlace {
  readonly point: CrashPoint | PortPoint;
  readonly skip: number;
  /** Another process dies there next; in handoff on the same entity's way, if it can still come. */
  readonly next?: CrashPoint;
}

/**
 * What befalls a process: it dies, stands still for a while and wakes as a zombie, or all its links break
 * and what is under way on them is lost, though both ends are well and connect anew.
 */
export type Blow =
  | { readonly kind: 'crash' }
  | { readonly kind: 'pause'; readonly forMs: number }
  | { readonly kind: 'break-links' };

export type FaultKind =
  | { readonly kind: 'strike'; readonly role: Role; readonly blow: Blow; readonly at?: StrikePlace }
  | { readonly kind: 'power-cut' }
  | { readonly kind: 'blackout'; readonly watchdogs: boolean }
  | { readonly kind: 'garbage'; readonly topic: FaultyTopic; readonly sort: GarbageSort }
  | { readonly kind: 'drain'; readonly role: 'shard' | 'proxy' }
  | { readonly kind: 'datagrams'; readonly rates: DatagramFaultRates; readonly forMs: number }
  | { readonly kind: 'wipe-store' }
  | { readonly kind: 'fail-over-store'; readonly lostMs: number }
  | { readonly kind: 'store-away'; readonly forMs: number }
  | { readonly kind: 'store-lag'; readonly lagMs: number; readonly forMs: number }
  | { readonly kind: 'log-trouble'; readonly trouble: LogTrouble; readonly forMs: number }
  | { readonly kind: 'partition-away'; readonly topic: FaultyTopic; readonly forMs: number }
  | { readonly kind: 'log-away'; readonly forMs: number }
  | { readonly kind: 'cut'; readonly way: CutWay; readonly forMs: number }
  | { readonly kind: 'slow-way'; readonly forMs: number }
  /** A proxy hears a shard no more; the others end so long after, and their clients go on at that one. */
  | {
      readonly kind: 'behind';
      readonly end: 'crash' | 'drain';
      readonly afterMs: number;
      readonly forMs: number;
    }
  /** A proposal; while the way from one shard to another is cut, if that is said for how long. */
  | { readonly kind: 'map'; readonly regions: number; readonly cutMs?: number }
  | { readonly kind: 'clock'; readonly change: ClockChange }
  /** Whatever shard or worker starts from here on is of a program whose declaration has grown. */
  | { readonly kind: 'grow' };

/** `any`: whoever comes to the place first. */
export type Role = 'shard' | 'watchdog' | 'proxy' | 'gateway' | 'heuristic' | 'worker' | 'any';
/** `part`: of a request that carries several partitions all but one fail. */
export type LogTrouble =
  | ('lost-acknowledgement' | 'late' | 'copy' | 'lost' | 'refused' | 'slow')
  | ('too-large' | 'part');
export type FaultyTopic =
  | ('frames' | 'map' | 'checkpoints' | 'load' | 'sessions')
  | ('tasks' | 'taskResults');
/**
 * Random bytes, another incarnation's claim, records of this very partition once more, however old, or
 * (of the checkpoints) a state under the name of a frame that it does not follow (C2).
 */
export type GarbageSort = 'noise' | 'foreign' | 'earlier' | 'lie';
export type CutWay = 'to-shard' | 'to-proxy' | 'from-proxy' | 'to-log' | 'from-log' | 'to-store';
export type ClockChange =
  | { readonly kind: 'rate'; readonly rate: number }
  | { readonly kind: 'leap'; readonly byMs: number }
  | { readonly kind: 'wall'; readonly byMs: number }
  | { readonly kind: 'broker'; readonly byMs: number };

/** One fault of a scenario: a value, so that a prefix of a list is a scenario, too. */
export interface Fault {
  readonly atMs: number;
  /** In [0, 1): which of the possible targets at that time. */
  readonly target: number;
  readonly other: number;
  readonly what: FaultKind;
}

export interface FaultWindow {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly count: number;
  /** Whether there is one to strike. */
  readonly heuristic?: boolean;
  /** There is no gateway to ask for another session: proxies do not end all but one at once. */
  readonly withoutGateway?: boolean;
}

/** Draws a scenario's faults, by time. */
export function drawFaults(random: SeededRandom, window: FaultWindow): Fault[] {
  const faults: Fault[] = [];
  const draws = [
    ...WEIGHTED,
    ...(window.withoutGateway === true ? [] : WITH_GATEWAY),
    ...(window.heuristic === true ? WITH_HEURISTIC : []),
  ];
  let lastMs = window.fromMs;
  for (let i = 0; i < window.count; i++) {
    const afterLast = lastMs + random.between(0, SOON_MS);
    const anyTime = random.between(window.fromMs, window.untilMs);
    const atMs = Math.round(random.chance(0.4) ? Math.min(afterLast, window.untilMs) : anyTime);
    lastMs = atMs;
    const what = random.pick(draws)(random);
    faults.push({ atMs, target: random.fraction(), other: random.fraction(), what });
  }
  return faults.sort((a, b) => a.atMs - b.atMs);
}

/** Draws what befalls the task workers: a list of its own, so that the other one stays as it was. */
export function drawWorkerFaults(random: SeededRandom, window: FaultWindow): Fault[] {
  return Array.from({ length: window.count }, () => ({
    atMs: Math.round(random.between(window.fromMs, window.untilMs)),
    target: random.fraction(),
    other: random.fraction(),
    what: random.pick(OF_WORKERS)(random),
  }));
}

/** Many a fault follows another at once: what one survives may not survive two. */
const SOON_MS = 400;

type Draw = (random: SeededRandom) => FaultKind;

const whole = (random: SeededRandom, min: number, max: number): number =>
  Math.round(random.between(min, max));

const drawBlow = (random: SeededRandom, pausing: boolean): Blow =>
  pausing ? { kind: 'pause', forMs: whole(random, 50, 6000) } : { kind: 'crash' };

const strike =
  (role: Role, pausing: boolean): Draw =>
  (random) => ({ kind: 'strike', role, blow: drawBlow(random, pausing) });

/** At a port call that processes of this role make. */
const strikeAtPort =
  (role: keyof typeof CALLS, pausing: boolean): Draw =>
  (random) => {
    const call = random.pick(CALLS[role]);
    const point: PortPoint = `${call}/${random.chance(0.5) ? 'after' : 'before'}`;
    const at = { point, skip: random.integer(SELDOM.has(call) ? 2 : 12) };
    return { kind: 'strike', role, blow: drawBlow(random, pausing), at };
  };

type Call = `${PortCall['port']}.${string}`;

const OF_ALL: readonly Call[] = ['log.append', 'log.bounds', 'log.follow', 'clock.timer'];
const OF_REGISTERED: readonly Call[] = [...OF_ALL, 'store.set', 'store.keys', 'store.getMany'];
const OF_LINKED: readonly Call[] = ['interlink.send', 'interlink.receive', 'interlink.connect'];
/** What processes of each role call; what matters most is named more than once. */
const CALLS = {
  shard: [
    ...OF_REGISTERED,
    ...OF_LINKED,
    ...(['log.append', 'log.append', 'log.read', 'log.deleteBefore', 'store.get'] as const),
  ],
  watchdog: [
    ...OF_REGISTERED,
    ...(['log.read', 'store.compareAndSet', 'store.delete', 'process.spawn'] as const),
  ],
  proxy: [...OF_REGISTERED, ...OF_LINKED, 'datagram.send', 'datagram.receive'],
  heuristic: OF_ALL,
  worker: [...OF_REGISTERED, 'log.deleteBefore'],
} satisfies Partial<Record<Role, readonly Call[]>>;
/** Some happen only when something begins, ends or is cleared away. */
const SELDOM: ReadonlySet<Call> = new Set<Call>([
  ...(['log.read', 'log.deleteBefore', 'store.get', 'store.delete'] as const),
  ...(['interlink.connect', 'process.spawn'] as const),
]);

/** Whoever comes to a step of the protocol first dies or stops there. */
const strikeAtStep: Draw = (random) => ({
  kind: 'strike',
  role: 'any',
  blow: drawBlow(random, random.chance(0.3)),
  at: { point: random.pick(CRASH_POINTS), skip: random.integer(3) },
});

/** Whoever claims next stops before it does, for longer than its lease: somebody else claims meanwhile (O4). */
const stallClaim: Draw = (random) => ({
  kind: 'strike',
  role: 'any',
  blow: { kind: 'pause', forMs: whole(random, 2500, 6000) },
  at: { point: 'claim.append/before', skip: 0 },
});

/** Right after a message left, which is lost with the link. */
const breakLinks =
  (role: 'shard' | 'proxy' | 'any'): Draw =>
  (random) => ({
    kind: 'strike',
    role,
    blow: { kind: 'break-links' },
    at: {
      point: role === 'any' ? 'handoff.send/after' : 'interlink.send/after',
      skip: random.integer(12),
    },
  });

const drawTopic = (random: SeededRandom): FaultyTopic =>
  random.pick<FaultyTopic>(['frames', 'frames', 'map', 'checkpoints', 'load', 'sessions']);

const drawTrouble: Draw = (random) => ({
  kind: 'log-trouble',
  trouble: random.pick<LogTrouble>([
    ...(['lost-acknowledgement', 'late', 'copy', 'lost', 'refused', 'slow'] as const),
    ...(['too-large', 'part'] as const),
  ]),
  forMs: whole(random, 200, 4000),
});

const drawDatagrams: Draw = (random) => {
  const others = { duplication: random.pick([0, 0.1]), reordering: random.pick([0, 0.2]) };
  const isOnlyLoss = others.duplication + others.reordering === 0;
  const loss = random.pick(isOnlyLoss ? [0.05, 0.3] : [0, 0.05, 0.3]);
  const rates = { loss, ...others, reorderingMs: whole(random, 10, 400) };
  return { kind: 'datagrams', rates, forMs: whole(random, 500, 8000) };
};

/**
 * Long enough for the clients of the proxies that end to find the one that is behind, and for that one to
 * wait no longer until it has heard what they saw (resumeViewMs).
 */
const leaveBehind =
  (end: 'crash' | 'drain'): Draw =>
  (random) => ({
    kind: 'behind',
    end,
    afterMs: whole(random, 100, 1500),
    forMs: whole(random, 4000, 9000),
  });

/** Something is on its way to a region that goes. */
const shrinkBehindCut: Draw = (random) => ({
  kind: 'map',
  regions: 2 + random.integer(3),
  cutMs: whole(random, 1000, 8000),
});

const drawClock: Draw = (random) => {
  const sign = random.chance(0.5) ? 1 : -1;
  const change = random.pick<ClockChange>([
    { kind: 'rate', rate: random.between(0.98, 1.02) },
    { kind: 'leap', byMs: whole(random, 50, 3000) },
    { kind: 'wall', byMs: sign * whole(random, 100, 3_600_000) },
    { kind: 'broker', byMs: sign * whole(random, 100, 20_000) },
  ]);
  return { kind: 'clock', change };
};

/** Each is as likely as any other; what matters most is named more than once. */
const WEIGHTED: readonly Draw[] = [
  strike('shard', false),
  strikeAtPort('shard', false),
  strikeAtPort('shard', false),
  strike('shard', true),
  strike('shard', true),
  strikeAtPort('shard', true),
  strikeAtStep,
  strikeAtStep,
  strikeAtStep,
  stallClaim,
  strike('watchdog', false),
  strikeAtPort('watchdog', false),
  strike('watchdog', true),
  () => ({ kind: 'power-cut' }),
  (random) => ({ kind: 'blackout', watchdogs: random.chance(0.5) }),
  (random) => ({
    kind: 'garbage',
    topic: drawTopic(random),
    sort: random.pick<GarbageSort>(['noise', 'foreign']),
  }),
  (random) => ({
    kind: 'garbage',
    topic: random.pick<FaultyTopic>(['map', 'map', 'frames', 'checkpoints', 'sessions']),
    sort: 'earlier',
  }),
  () => ({ kind: 'garbage', topic: 'checkpoints', sort: 'lie' }),
  () => ({ kind: 'drain', role: 'shard' }),
  () => ({ kind: 'drain', role: 'proxy' }),
  strike('proxy', false),
  strikeAtPort('proxy', false),
  strike('proxy', true),
  breakLinks('any'),
  breakLinks('shard'),
  breakLinks('proxy'),
  drawDatagrams,
  drawDatagrams,
  () => ({ kind: 'wipe-store' }),
  (random) => ({ kind: 'fail-over-store', lostMs: whole(random, 100, 5000) }),
  (random) => ({ kind: 'store-away', forMs: whole(random, 200, 8000) }),
  // Some answers come after their time, most just before it.
  (random) => ({
    kind: 'store-lag',
    lagMs: whole(random, 50, 1200),
    forMs: whole(random, 500, 8000),
  }),
  drawTrouble,
  drawTrouble,
  drawTrouble,
  drawTrouble,
  (random) => ({
    kind: 'partition-away',
    topic: drawTopic(random),
    forMs: whole(random, 50, 5000),
  }),
  (random) => ({ kind: 'log-away', forMs: whole(random, 50, 4000) }),
  (random) => ({
    kind: 'cut',
    way: random.pick<CutWay>([
      ...(['to-shard', 'to-shard', 'to-proxy', 'from-proxy'] as const),
      ...(['to-log', 'from-log', 'to-store'] as const),
    ]),
    forMs: whole(random, 200, 8000),
  }),
  (random) => ({ kind: 'slow-way', forMs: whole(random, 500, 8000) }),
  (random) => ({ kind: 'map', regions: 2 + random.integer(7) }),
  shrinkBehindCut,
  shrinkBehindCut,
  drawClock,
];

const WITH_GATEWAY: readonly Draw[] = [
  leaveBehind('crash'),
  leaveBehind('drain'),
  strike('gateway', false),
];
const WITH_HEURISTIC: readonly Draw[] = [
  strike('heuristic', false),
  strikeAtPort('heuristic', false),
];

const drawTaskTopic = (random: SeededRandom): FaultyTopic =>
  random.pick<FaultyTopic>(['tasks', 'taskResults']);

const OF_WORKERS: readonly Draw[] = [
  strike('worker', false),
  strikeAtPort('worker', false),
  strike('worker', true),
  strikeAtPort('worker', true),
  (random) => ({ kind: 'garbage', topic: drawTaskTopic(random), sort: 'earlier' }),
  (random) => ({
    kind: 'garbage',
    topic: drawTaskTopic(random),
    sort: random.pick<GarbageSort>(['noise', 'foreign']),
  }),
  // Up to longer than a region waits for a result.
  (random) => ({
    kind: 'partition-away',
    topic: drawTaskTopic(random),
    forMs: whole(random, 50, 20_000),
  }),
];

/** A fault in one line. */
export function describeFault({ atMs, target, what }: Fault): string {
  const { kind, ...rest } = what;
  return `${(atMs / 1000).toFixed(3)} s ${kind} ${JSON.stringify(rest)} target ${target.toFixed(3)}`;
}
