import { randomBytes } from 'node:crypto';
import { ProcessRegistry } from '@atlasnet/cluster';
import { findAccount, readDirectory } from '@atlasnet/replay';
import { AtlasError, regionId, sleep, waitForIncarnation } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { Drill } from '../../drill/drill.ts';
import type { DrillParts } from '../../drill/drill.ts';
import { DrillClient } from '../../drill/drill-client.ts';
import { LIMIT_OPTIONS, drillLimits } from '../../drill/drill-limits.ts';
import { DRILLS, RESTART_ROLES, restartRoles } from '../../drill/drills.ts';
import { KafkaBrokers } from '../../drill/kafka-brokers.ts';
import { refused } from '../../drill/local-process.ts';
import { Mends } from '../../drill/mends.ts';
import { makeClusterClient } from '../cluster-client.ts';
import { openPorts } from '../cluster-ports.ts';
import type { CommandContext, CommandModule } from '../command.ts';
import { loadGame } from '../game-loader.ts';
import { exitOnSignals } from '../run.ts';
import { makeProcessControl, makeProcessParts } from '../process-parts.ts';
import type { Config } from '../config/index.ts';
import { kafkaOptions, valkeyOptions } from '../service-options.ts';
import { parseStoreAddress } from '../../adapters/valkey/store-address.ts';

/** A world that has not begun within this long is not running, milliseconds. */
const WORLD_WAIT_MS = 10_000;
/** The client may have to wait for its first view and for the directory, milliseconds. */
const CLIENT_WAIT_MS = 5000;

export const command: CommandModule = {
  arguments: [{ name: '<drill>', doc: Object.keys(DRILLS).join(', ') }],
  options: [
    {
      flags: '--region <n>',
      doc: "kill-shard, pause-shard: whose owner; kill-broker: whose leader (the client's, else the first)",
    },
    {
      flags: '--roles <list>',
      doc: `rolling-restart: which roles, by commas (${RESTART_ROLES.join(',')})`,
    },
    { flags: '--without-client', doc: 'no client takes part: the log alone is judged' },
    ...LIMIT_OPTIONS,
  ],
  epilogue: `Does it to a running cluster of this machine, given the same configuration, measures what it costs,
and checks the invariants over the log. It ends only processes that the cluster's registry names, and only
on this machine. Exit code 1: something was lost, did not come back in time, or was not compared at all. A
signal that ends it brings back first what it broke.`,
  async run(context) {
    const { args, options } = context;
    const action = Object.hasOwn(DRILLS, args[0]) ? DRILLS[args[0]] : undefined;
    if (!action) {
      throw new AtlasError('ATLAS_USAGE', `${args[0]} is no drill of \`atlasnet drill\``, {
        hint: `It takes ${Object.keys(DRILLS).join(', ')}.`,
      });
    }
    const given = options['roles'];
    const roles = typeof given === 'string' ? restartRoles(given) : null;
    const region = regionOption(options['region']);
    const judged: JudgedBy = {
      limits: drillLimits(options),
      wantsClient: options['withoutClient'] !== true,
      mends: new Mends(),
    };
    const signalled = exitOnSignals(() => judged.mends.all());
    const held = withCluster(context, judged, async (parts, clientRegion) => {
      const drill = await Drill.begin(parts);
      await action(drill, { region: region ?? clientRegion, roles });
      return (await drill.finish()) ? 0 : 1;
    });
    return held.catch((error: unknown) => {
      // The process ends once all is brought back.
      if (signalled()) return new Promise<number>(() => {});
      throw error;
    });
  },
};

/** What a drill is held against, as the command line says it. */
type JudgedBy = Pick<DrillParts, 'limits' | 'wantsClient' | 'mends'>;

async function withCluster(
  context: CommandContext,
  judged: JudgedBy,
  work: (parts: DrillParts, clientRegion: RegionId | null) => Promise<number>,
): Promise<number> {
  const { config, logger, print } = context;
  const { id } = makeProcessParts(context, 'cluster');
  const ports = await openPorts({ config, id, role: 'drill' });
  const { log, store, clock } = ports;
  const world = config.world.name;
  let client: DrillClient | null = null;
  const processes = makeProcessControl(context.loaded, (line) => {
    if (config.logging.level === 'debug') print(line);
  });
  try {
    const signal = AbortSignal.timeout(WORLD_WAIT_MS);
    const incarnation = await waitForIncarnation({ log, world, clock, signal });
    if (incarnation === null) throw refused(`the world ${world} is not running`, 'Start it first.');
    const { leaseMs } = config.watchdog;
    const registry = new ProcessRegistry({ store, clock, logger, incarnation, leaseMs });
    const account = `drill-${randomBytes(4).toString('hex')}`;
    if (judged.wantsClient) client = await openClient(context, ports, registry, account);
    const place = client && findAccount(await readDirectory(store, incarnation), account);
    const kafka =
      config.log.driver === 'embedded'
        ? null
        : new KafkaBrokers(kafkaOptions(config, 'atlasnet-drill'), world);
    const parts = {
      ...{ world, log, store, clock, registry, incarnation, client, print, ...judged },
      standbys: config.shards.standbys,
      ...{ processes, kafka, serviceAddresses: () => serviceAddresses(config, kafka) },
    };
    return await work(parts, place ? regionId(place.region) : null);
  } finally {
    processes.killAll();
    await client?.close().catch(() => undefined);
    await log.close();
    await store.close();
  }
}

async function serviceAddresses(config: Config, kafka: KafkaBrokers | null): Promise<string[]> {
  const { log, store } = config;
  const logs = kafka ? await kafka.addresses() : [`127.0.0.1:${log.embedded.port}`];
  if (store.driver === 'embedded') return [...logs, `127.0.0.1:${store.embedded.port}`];
  const { host, port } = parseStoreAddress(valkeyOptions(config).address);
  return [...logs, `${host}:${port}`];
}

/** A client of its own, once it sees something and the directory lists it; null, aloud, without one. */
async function openClient(
  { config, print }: CommandContext,
  ports: Awaited<ReturnType<typeof openPorts>>,
  registry: ProcessRegistry,
  account: string,
): Promise<DrillClient | null> {
  try {
    const { world } = await loadGame(config);
    const signal = AbortSignal.timeout(CLIENT_WAIT_MS);
    const asked = { config, ports, registry, world, account, viewRadiusM: 0, signal };
    const { client, token } = await makeClusterClient(asked);
    const watched = new DrillClient(client, ports.clock);
    await client.connect(token);
    await sleep(ports.clock, CLIENT_WAIT_MS);
    if (!watched.sees) print('the client sees nothing that moves: its times are left out');
    return watched;
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    print(`no client takes part: ${error.message}`);
    return null;
  }
}

function regionOption(text: string | boolean | undefined): RegionId | null {
  if (text === undefined) return null;
  if (typeof text === 'string' && /^\d{1,5}$/.test(text)) return regionId(Number(text));
  throw new AtlasError('ATLAS_USAGE', `--region ${String(text)} is no region`, {
    hint: '`atlasnet replay regions` lists them.',
  });
}
