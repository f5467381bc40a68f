import { sleep } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { signal } from '../dev-services/process-identity.ts';
import type { Drill } from './drill.ts';
import type { KafkaBrokers } from './kafka-brokers.ts';
import { LOG_BACK_MS } from './drill-limits.ts';
import { listeningProcess, startAgain } from './listening-process.ts';
import { refused } from './local-process.ts';

/** Between two questions who leads now, milliseconds. */
const LOOK_MS = 20;
/** Whoever keeps brokers running starts one again within this; else the drill does, milliseconds. */
const KEEPER_MS = 3000;

/** Kills the broker that leads a region, and brings it back: until every copy is in sync again. */
export async function killLeader(
  drill: Drill,
  kafka: KafkaBrokers,
  region: RegionId,
): Promise<void> {
  const { print, mends } = drill.parts;
  const leader = await kafka.leaderOf(region);
  if (!leader) throw refused(`nobody leads region ${region}`, 'Look at the brokers first.');
  const { host, port } = leader;
  const copies = (await kafka.addresses()).length;
  const server = listeningProcess(port);
  if (!server) {
    const why = `the broker ${host}:${port} is no process of this machine and user`;
    throw refused(why, 'Run the drill where it runs, on Linux.');
  }
  print(
    `SIGKILL for the broker ${host}:${port} (process ${server.identity.pid}), one of ${copies}`,
  );
  const back = mends.note(() => bringBack(drill, port, server));
  drill.now();
  signal(server.identity, 'SIGKILL');
  const electedMs = copies > 1 ? await untilElected(drill, kafka, region, port) : null;
  if (electedMs !== null) {
    print(`region ${region} has another leader after ${Math.round(electedMs - drill.faultMs)} ms`);
    if (await drill.allTickAfter(electedMs)) {
      const ms = drill.lastOfFirstTicks(electedMs) - electedMs;
      drill.judge('every region ticks after that', ms, LOG_BACK_MS);
    }
  }
  await back();
  const again = await drill.allTickAfter(drill.nowMs);
  drill.expect(again, 'the regions do not tick with the broker that is back');
  await drill.until('every copy is in sync', () => kafka.areInSync(), 300_000);
}

/** When another broker leads the region, by the log's clock; null when none did in time. */
async function untilElected(
  drill: Drill,
  kafka: KafkaBrokers,
  region: RegionId,
  before: number,
): Promise<number | null> {
  const { clock } = drill.parts;
  const endMs = clock.monotonicMs() + 60_000;
  while (clock.monotonicMs() < endMs) {
    const leader = await kafka.leaderOf(region);
    if (leader && leader.port !== before) return drill.nowMs;
    await sleep(clock, LOOK_MS);
  }
  drill.fails('no other broker was elected');
  return null;
}

async function bringBack(
  drill: Drill,
  port: number,
  server: NonNullable<ReturnType<typeof listeningProcess>>,
): Promise<void> {
  const { clock, print } = drill.parts;
  const endMs = clock.monotonicMs() + KEEPER_MS;
  while (clock.monotonicMs() < endMs) {
    if (listeningProcess(port)) return print(`the broker on port ${port} was started again`);
    await sleep(clock, 100);
  }
  print(`the broker on port ${port} is started again as process ${startAgain(server)}`);
}
