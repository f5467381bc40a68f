import { encodeRecord, logMessages, randomHex, regionId, topicNames } from '@atlasnet/schemas';
import type { IncarnationId } from '@atlasnet/schemas';
import type { SimCluster } from '../sim-cluster.ts';
import type { Fault, FaultKind } from './faults.ts';
import { lyingCheckpoint } from './lying-checkpoint.ts';

/** Earlier records that one fault puts into the log once more. */
const EARLIER_COPIES = 4;

/**
 * Puts records into the log that nobody of the cluster wrote now.
 * @returns false when there is nothing yet that could be put there
 */
export function putGarbage(
  cluster: SimCluster,
  { target, other }: Fault,
  { topic, sort }: Extract<FaultKind, { kind: 'garbage' }>,
): boolean {
  const { world, name } = cluster;
  const partition = topic === 'frames' || topic === 'checkpoints' ? Math.floor(target * 6) : 0;
  const random = world.random(`garbage ${other}`);
  const put = (bytes: Uint8Array): void =>
    void world.log.inject(topicNames(name)[topic], partition, bytes);
  switch (sort) {
    case 'noise':
      put(random.bytes(40));
      return true;
    case 'foreign': {
      const claim = { region: partition, epoch: 2 ** 40, process: random.bytes(8) };
      const stranger = randomHex(random, 16) as IncarnationId;
      put(encodeRecord(logMessages.FrameRecord, stranger, { claim }));
      return true;
    }
    case 'lie': {
      const lie = lyingCheckpoint(cluster, partition);
      if (!lie) return false;
      put(lie);
      // Who owns the region takes no look at its checkpoints any more.
      const owner = cluster.control?.assignmentOf(regionId(partition))?.process;
      if (owner) cluster.shards.get(owner)?.process.crash();
      return true;
    }
    case 'earlier': {
      const before = [...world.log.records(topicNames(name)[topic], partition)];
      if (before.length === 0) return false;
      for (let copies = 0; copies < EARLIER_COPIES; copies++) put(random.pick(before).value);
      return true;
    }
  }
}
