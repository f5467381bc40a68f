import type { PortCall } from '../../adapters/simulated/index.ts';

/**
 * The steps of the protocol, each at the port call that carries it out. Steps of other groups can be
 * one and the same call: a frame that an entity departs in is `append.frame`, too.
 */
const STEP_CALLS = {
  'claim.assign': 'log.append',
  'claim.append': 'log.append',
  'claim.checkpoint': 'log.read',
  'claim.copy': 'store.get',
  'claim.tail': 'log.read',
  'append.frame': 'log.append',
  /** Frames that ran ahead, in one append (L3). */
  'append.batch': 'log.append',
  /** O4: what lies between the last frame and one's own. */
  'append.read-back': 'log.read',
  'publish.subscribe': 'interlink.send',
  'publish.start': 'interlink.send',
  'publish.slice': 'interlink.send',
  'publish.hear': 'interlink.receive',
  'handoff.depart': 'log.append',
  'handoff.send': 'interlink.send',
  'handoff.receive': 'interlink.receive',
  'handoff.arrive': 'log.append',
  'handoff.show': 'interlink.send',
  'handoff.hear': 'interlink.receive',
  'handoff.confirm': 'log.append',
  'checkpoint.chunk': 'log.append',
  'checkpoint.copy': 'store.set',
  /** L1: frames below the older verified checkpoint are deleted, then the checkpoints below it. */
  'checkpoint.trim': 'log.deleteBefore',
  'checkpoint.drop': 'log.deleteBefore',
  'drain.announce': 'store.set',
  'drain.frame': 'log.append',
  'drain.checkpoint': 'log.append',
  'drain.leave': 'store.delete',
  'map.propose': 'log.append',
  'map.activate': 'log.append',
  'map.withdraw': 'log.append',
  'map.hear': 'log.follow',
  /** A region's first frame under the new map, and its last of all (P1, P3). */
  'map.switch': 'log.append',
  'map.release': 'log.append',
  'map.retire': 'log.append',
} as const;

export type CrashStep = keyof typeof STEP_CALLS;
export type CrashPoint = `${CrashStep}/${PortCall['phase']}`;

/** Any call of a port, whatever it is a step of: `log.read/after`. */
export type PortPoint = `${PortCall['port']}.${string}/${PortCall['phase']}`;

export const CRASH_STEPS = Object.keys(STEP_CALLS) as readonly CrashStep[];

/** Every step before and after: nothing of it has happened, or it has and the answer is there. */
export const CRASH_POINTS: readonly CrashPoint[] = CRASH_STEPS.flatMap((step) => [
  `${step}/before` as const,
  `${step}/after` as const,
]);

const HANDOFF_POINTS = CRASH_POINTS.filter((point) => point.startsWith('handoff.'));

/** A crash, and the one that follows it. */
export type CrashPair = readonly [CrashPoint, CrashPoint];

/** Every pair of two crashes in handoff. */
export const CRASH_PAIRS: readonly CrashPair[] = HANDOFF_POINTS.flatMap((first) =>
  HANDOFF_POINTS.map((second): CrashPair => [first, second]),
);

export function stepOf(point: CrashPoint): CrashStep {
  return point.slice(0, point.lastIndexOf('/')) as CrashStep;
}

/** Whether a point is a step's, and not just any call of a port. */
export function isCrashPoint(point: CrashPoint | PortPoint): point is CrashPoint {
  return stepOf(point as CrashPoint) in STEP_CALLS;
}

/** The calls that a point can be: what others carry need not be looked at. */
export function callOf(point: CrashPoint | PortPoint): Omit<PortCall, 'process' | 'about'> {
  const name = stepOf(point as CrashPoint);
  const [port, operation] = (STEP_CALLS[name] ?? name).split('.') as [PortCall['port'], string];
  return { port, operation, phase: point.endsWith('/before') ? 'before' : 'after' };
}
