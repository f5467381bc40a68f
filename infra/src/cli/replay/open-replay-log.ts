import { existsSync } from 'node:fs';
import { AtlasError } from '@atlasnet/schemas';
import type { EventLog } from '@atlasnet/schemas';
import { EmbeddedEventLog, NodeLogFiles } from '../../adapters/embedded/index.ts';
import { SystemClock, SystemRandom } from '../../adapters/system/index.ts';
import { TcpInterlink } from '../../adapters/tcp/index.ts';
import { openLog } from '../cluster-ports.ts';
import { dataPaths } from '../config/index.ts';
import type { Config } from '../config/index.ts';
import { linkKeys } from '../keys.ts';

/**
 * The log to replay: Kafka as configured, or the embedded log, through `atlasnet log` when a world is
 * running on it, else straight from its directory.
 * @throws AtlasError ATLAS_USAGE when there is no embedded log; what opening throws
 */
export async function openReplayLog(config: Config): Promise<EventLog> {
  const clock = new SystemClock();
  const directory = dataPaths(config).log;
  if (config.log.driver === 'embedded') {
    if (!existsSync(directory)) {
      throw new AtlasError('ATLAS_USAGE', `there is no embedded log in ${directory}`, {
        details: { directory },
        hint: 'Name the world (--world.name), its folder (--log.embedded.directory), or Kafka (--log.driver).',
      });
    }
    try {
      return await EmbeddedEventLog.open({
        files: new NodeLogFiles(directory),
        diskBytesMax: config.log.embedded.diskBytesMax,
        wallMs: () => clock.wallMs(),
      });
    } catch (error) {
      // A world is running on it: its log process serves readers too.
      if (!(error instanceof AtlasError) || error.code !== 'ATLAS_LOG_LOCKED') throw error;
    }
  }
  const process = Array.from(new SystemRandom().bytes(8), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const interlink = new TcpInterlink({
    self: { process, role: 'replay' },
    world: config.world.name,
    ...(config.log.driver === 'embedded' ? linkKeys(config) : { clusterKey: new Uint8Array(32) }),
    portKey: 'interlink.port',
  });
  return openLog(config, `atlasnet-replay-${process}`, { interlink, clock });
}
