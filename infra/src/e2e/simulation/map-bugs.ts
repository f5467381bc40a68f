import { decodeMessage, encodeMessage, logMessages } from '@atlasnet/schemas';
import { atProcesses } from './planting.ts';
import type { ProtocolBug } from './planting.ts';

/** Metres of the world that no region gets. */
const STRIP_M = 5;

/** Mistakes of those who cut the world into regions (I8, P). */
export const MAP_BUGS: readonly ProtocolBug[] = [
  {
    name: 'leave-out-the-rim',
    rule: 'I8',
    mistake: 'the first map ends before the world does: its regions tile a smaller box',
    plant: (cluster) =>
      atProcesses(cluster, 'watchdog', ({ log }) => {
        const append = log.append.bind(log);
        log.append = (topic, partition, records) => {
          if (!topic.endsWith('.map')) return append(topic, partition, records);
          return append(topic, partition, records.map(withoutRim));
        };
      }),
  },
];

function withoutRim(bytes: Uint8Array): Uint8Array {
  const record = decodeMessage(logMessages.MapRecord, bytes, 'a map record');
  const { proposal } = record;
  if (proposal?.replaces !== 0) return bytes;
  const end = Math.max(...proposal.regions.map(({ max }) => max[0]));
  for (const { max } of proposal.regions) if (max[0] === end) max[0] -= STRIP_M;
  return encodeMessage(logMessages.MapRecord, record);
}
