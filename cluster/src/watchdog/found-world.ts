import {
  AtlasError,
  ControlState,
  encodeMapRecord,
  incarnationBytes,
  incarnationId,
  randomHex,
  readToEnd,
  sleep,
} from '@atlasnet/schemas';
import type {
  Clock,
  EventLog,
  IncarnationId,
  Logger,
  RandomSource,
  RegionBounds,
  TopicSpec,
} from '@atlasnet/schemas';

/** Between two tries to reach the log, milliseconds. */
const RETRY_MS = 250;

/** What a world begins with; used only when its map topic is empty. */
export interface WorldFounding {
  readonly world: string;
  readonly tickHz: number;
  /** S1: regions 0 … homeCount − 1 are homes for ever. */
  readonly homeCount: number;
  /** Partitions of the frames topic. */
  readonly regionsMax: number;
  /** The first map. */
  readonly regions: readonly RegionBounds[];
  /** L1: topics to create, or to check, before anything else; without it they must exist. */
  readonly topics?: readonly TopicSpec[];
}

export interface FoundWorldRequest {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: Logger;
  /** The map topic. */
  readonly topic: string;
  readonly founding: WorldFounding;
  readonly signal: AbortSignal;
}

/**
 * L2: reads the map topic; when it is empty, appends an incarnation and takes what then stands at
 * offset 0, whoever wrote it. Resolves with the topic's fold, or null when the signal came first.
 * @throws AtlasError ATLAS_LOG_TOPIC_MISMATCH; ATLAS_WORLD_CHANGED when the log's world is another; ATLAS_RECORD_*; what the log
 *   throws and is not retriable.
 */
export async function foundWorld(request: FoundWorldRequest): Promise<ControlState | null> {
  const { log, clock, topic, logger, signal } = request;
  const control = new ControlState();
  const onRecord = ({ value, offset }: { value: Uint8Array; offset: number }): void => {
    const verdict = control.applyBytes(value, offset);
    if (offset === 0 && verdict.kind === 'void') throw notAWorld(topic, verdict.detail);
  };
  let ensured = 0;
  const { topics = [] } = request.founding;
  while (!signal.aborted) {
    try {
      for (; ensured < topics.length; ensured++) await log.ensureTopic(topics[ensured]);
      const fromOffset = control.nextOffset;
      await readToEnd({ log, topic, partition: 0, fromOffset, onRecord, signal });
      if (control.incarnation) return checked(control, request.founding);
      const { id, bytes } = makeIncarnation(request);
      const outcome = await log.append(topic, 0, [bytes]);
      if (outcome.kind === 'acknowledged') logger.info('world founded', { incarnation: id });
      else await sleep(clock, RETRY_MS, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof AtlasError) || !error.retriable) throw error;
      await sleep(clock, RETRY_MS, signal);
    }
  }
  return null;
}

function makeIncarnation({ clock, random, founding }: FoundWorldRequest): {
  id: IncarnationId;
  bytes: Uint8Array;
} {
  const { world, tickHz, homeCount, regionsMax } = founding;
  const id = incarnationId(randomHex(random, 16));
  const [a, b, c, d] = random.bytes(4);
  const bytes = encodeMapRecord(id, {
    started: {
      world,
      id: incarnationBytes(id),
      // This machine's guess at the log's clock; a wrong one is put right by a TimeResumed (T1).
      tickZeroMs: Math.round(clock.wallMs()),
      homeCount,
      regionsMax,
      tickHz,
      seed: a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d,
    },
  });
  return { id, bytes };
}

function checked(control: ControlState, founding: WorldFounding): ControlState {
  const found = control.incarnation;
  const problems: string[] = [];
  if (found?.world !== founding.world) problems.push(`world "${found?.world}"`);
  if (found?.tickHz !== founding.tickHz) problems.push(`${found?.tickHz} Hz`);
  if (problems.length === 0) return control;
  throw new AtlasError(
    'ATLAS_WORLD_CHANGED',
    `the log holds ${problems.join(', ')}, the program runs world "${founding.world}" at ${founding.tickHz} Hz`,
    { hint: 'use another world name, or start a fresh world' },
  );
}

function notAWorld(topic: string, detail: string): AtlasError {
  return new AtlasError(
    'ATLAS_RECORD_MALFORMED',
    `${topic} does not begin with a world: ${detail}`,
    {
      hint: 'the topic belongs to something else: use another world name',
    },
  );
}
