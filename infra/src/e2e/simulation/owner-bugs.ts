import { CheckpointStore, RegionState } from '@atlasnet/cluster';
import {
  decodeMessage,
  encodeMessage,
  logMessages,
  processBytes,
  processId,
} from '@atlasnet/schemas';
import type { LogRecord, RegionSnapshot, StateHash } from '@atlasnet/schemas';
import type { SimCluster } from '../sim-cluster.ts';
import { acknowledged, atProcesses, patch, wrapAppends } from './planting.ts';
import type { ProtocolBug } from './planting.ts';

/** Mistakes of owners, of those who appoint them, and with what is kept for recovery (O, L, C, P1). */
export const OWNER_BUGS: readonly ProtocolBug[] = [
  {
    name: 'blind-to-successors',
    rule: 'O4',
    mistake: 'an owner that reads back takes no notice of a later claim',
    plant: (cluster) =>
      atProcesses(cluster, 'shard', ({ log }) => {
        const claimed = new Map<number, number>();
        const append = log.append.bind(log);
        log.append = (topic, partition, records) => {
          const claim = topic.endsWith('.frames') ? recordOf(records[0]).claim : null;
          if (claim) claimed.set(partition, claim.epoch);
          return append(topic, partition, records);
        };
        const read = log.read.bind(log);
        log.read = async (request) => {
          const result = await read(request);
          if (!request.topic.endsWith('.frames')) return result;
          const own = claimed.get(request.partition) ?? 0;
          return { ...result, records: result.records.map((each) => withoutLater(each, own)) };
        };
      }),
  },
  {
    name: 'lose-refused',
    rule: 'L3',
    mistake: 'a frame that the log refused is not sent again',
    plant: (cluster) =>
      wrapAppends(cluster, async (log, end, args) => {
        const outcome = await log.append(...args);
        return outcome.kind === 'refused' && end >= 0 ? acknowledged(end) : outcome;
      }),
  },
  {
    name: 'checkpoint-unverified',
    rule: 'C2',
    mistake:
      'a checkpoint that names the frame before its own is used without a look at that frame',
    plant: (cluster) => {
      const undoWrite = patch(CheckpointStore.prototype, 'write', (original) => {
        return function (this: CheckpointStore, at, bytes) {
          return original.call(this, { ...at, n: at.n - 1, offset: at.offset - 1 }, bytes);
        };
      });
      const undoFind = trustCheckpoints(cluster);
      return () => {
        undoWrite();
        undoFind();
      };
    },
  },
  {
    name: 'claim-as-another',
    rule: 'O1',
    mistake: 'a process claims as somebody else',
    plant: (cluster) =>
      atProcesses(cluster, 'shard', ({ log }) => {
        const append = log.append.bind(log);
        log.append = (topic, partition, records) => {
          if (!topic.endsWith('.frames')) return append(topic, partition, records);
          return append(topic, partition, records.map(asStranger));
        };
      }),
  },
];

const recordOf = (bytes: Uint8Array) =>
  decodeMessage(logMessages.FrameRecord, bytes, 'a frame record');

/** A later claim becomes a record that counts for nobody. */
function withoutLater(record: LogRecord, epoch: number): LogRecord {
  if (epoch === 0) return record;
  try {
    const { claim } = recordOf(record.value);
    return claim && claim.epoch > epoch ? { ...record, value: Uint8Array.of(255) } : record;
  } catch {
    return record;
  }
}

function asStranger(bytes: Uint8Array): Uint8Array {
  const record = recordOf(bytes);
  if (!record.claim) return bytes;
  record.claim.process = processBytes(processId('ffffffffffffffff'));
  return encodeMessage(logMessages.FrameRecord, record);
}

/** Makes every checkpoint pass: the state that it holds has, for once, the hash that the log has at its offset. */
function trustCheckpoints(cluster: SimCluster): () => void {
  const hashes = new WeakMap<RegionSnapshot, StateHash>();
  const undoFind = patch(CheckpointStore.prototype, 'find', (original) => {
    return async function* (this: CheckpointStore, region) {
      for await (const found of original.call(this, region)) {
        const records = cluster.world.log.records(`${cluster.name}.frames`, region);
        const { frame } = recordOf(records[found.offset].value);
        hashes.set(found.snapshot, { low: frame?.hashLow ?? 0, high: frame?.hashHigh ?? 0 });
        yield found;
      }
    };
  });
  const undoRestore = patch(RegionState, 'fromSnapshot', (original) => {
    return (snapshot: RegionSnapshot) => {
      const state = original.call(RegionState, snapshot);
      const hash = hashes.get(snapshot);
      if (hash) state.hash = () => (Reflect.deleteProperty(state, 'hash'), hash);
      return state;
    };
  });
  return () => {
    undoFind();
    undoRestore();
  };
}
