import { decodeMessage, logMessages, sleep } from '@atlasnet/schemas';
import type { LogRecord } from '@atlasnet/schemas';
import type { SimulatedProcess } from '../../adapters/simulated/index.ts';
import { atProcesses } from './planting.ts';
import type { ProtocolBug } from './planting.ts';

/** After its claim is in the log it reads no map for so long at most, milliseconds. */
const BLIND_MS = 500;
const LOOK_MS = 20;

/** A claim that its owner has written nothing after yet. */
interface Start {
  readonly epoch: number;
  /** By the process's clock; infinite until the claim is in the log. */
  untilMs: number;
}

export const START_ON_OLD_CLAIM: ProtocolBug = {
  name: 'start-on-old-claim',
  rule: 'O4',
  mistake: 'an owner that claims reads no map, and starts whichever claim is current',
  plant: (cluster) => atProcesses(cluster, 'shard', startAnyway),
};

function startAnyway({ log, clock }: SimulatedProcess): void {
  const starts = new Map<number, Start>();
  const isStarting = (): boolean =>
    Array.from(starts.values()).some(({ untilMs }) => clock.monotonicMs() < untilMs);
  const append = log.append.bind(log);
  log.append = async (topic, partition, records) => {
    if (!topic.endsWith('.frames')) return append(topic, partition, records);
    const claim = recordOf(records[0]).claim;
    if (!claim) starts.delete(partition);
    const start = claim ? { epoch: claim.epoch, untilMs: Infinity } : null;
    if (start) starts.set(partition, start);
    const outcome = await append(topic, partition, records);
    if (start) start.untilMs = clock.monotonicMs() + BLIND_MS;
    return outcome;
  };
  const read = log.read.bind(log);
  log.read = async (request) => {
    const result = await read(request);
    const start = request.topic.endsWith('.frames') ? starts.get(request.partition) : undefined;
    if (!start) return result;
    const records = result.records.map((record) => withoutHigher(record, start.epoch));
    return { ...result, records };
  };
  const follow = log.follow.bind(log);
  log.follow = (request) => {
    if (!request.topic.endsWith('.map')) return follow(request);
    const onRecords: typeof request.onRecords = (records) => {
      if (!isStarting()) return request.onRecords(records);
      return (async () => {
        while (isStarting()) await sleep(clock, LOOK_MS);
        await request.onRecords(records);
      })();
    };
    return follow({ ...request, onRecords });
  };
}

const recordOf = (bytes: Uint8Array) =>
  decodeMessage(logMessages.FrameRecord, bytes, 'a frame record');

/** What a higher epoch wrote becomes a record that counts for nobody. */
function withoutHigher(record: LogRecord, epoch: number): LogRecord {
  try {
    const { claim, frame, part } = recordOf(record.value);
    const written = claim?.epoch ?? frame?.epoch ?? part?.epoch ?? 0;
    return written > epoch ? { ...record, value: Uint8Array.of(255) } : record;
  } catch {
    return record;
  }
}
