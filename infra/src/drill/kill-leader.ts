import { sleep } from '@atlasnet/schemas';
import type { RegionId } from '@atlasnet/schemas';
import { signal } from '../dev-services/process-identity.ts';
import type { Drill } from './drill.ts';
import type { KafkaBrokers } from './kafka-brokers.ts';
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
  const { print, clock } = drill.parts;
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
  drill.now();
  signal(server.identity, 'SIGKILL');
  const electedMs = copies > 1 ? await untilElected(drill, kafka, region, port) : null;
  if (electedMs !== null) {
    print(`region ${region} has another leader after ${Math.round(electedMs - drill.faultMs)} ms`);
    if (await drill.allTickAfter(electedMs)) {
      const late = Math.max(
        ...drill.regions.map((each) => drill.frames.firstTickAfter(each, electedMs)),
      );
      print(`every region ticked ${Math.round(late - electedMs)} ms after that`);
    }
  }
  await bringBack(drill, port, server);
  await drill.allTickAfter(clock.wallMs());
  await drill.until('every copy is in sync', () => kafka.areInSync(), 300_000);
}

/** When another broker leads the region, Unix milliseconds; null when none did in time. */
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
    if (leader && leader.port !== before) return clock.wallMs();
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
