import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import { ROOT } from '../../cli/root.ts';
import { VERSION } from '../../cli/version.ts';
import { measureClients } from './clients.ts';
import { requireNativeBots } from './clients/native-bots.ts';
import type { Bench, BenchContext } from './figure.ts';
import { machine } from './machine.ts';
import { climb } from './peers/climb.ts';
import { CONTENDERS } from './peers/contenders.ts';
import { measurePeer } from './peers/measure-peer.ts';
import { faultyRun, peerRunOfArena, runPasses } from './peers/peer-run.ts';
import type { PeerRun } from './peers/peer-run.ts';
import { figuresOfPeers, summaryOfRun, tableOf } from './peers/peer-table.ts';
import type { PeerResult } from './peers/peer-table.ts';

/** Tried with AtlasNet unless told. */
const OWN_SIZES = [200, 400, 600, 800, 1200];
const RESULTS = join(ROOT, '.atlasnet/peers');

/**
 * Envelope: a server that does nothing but send takes 8.7 µs a client and tick here, so one core of Node
 * ends at some 3,600 clients, whatever it is called.
 */
export const bench: Bench = {
  what: 'the arena on other servers and on AtlasNet, one after the other, on the same machine',
  seconds: 15,
  async run(context) {
    const chosen = chosenOf(context.only);
    requireNativeBots();
    const results: PeerResult[] = [];
    for (const name of chosen) {
      const result = await resultOf(name, context, chosen.length === 1);
      if (result) results.push(result);
    }
    const where = machine();
    const lines = tableOf(results);
    const versions = results.map(({ name, version }) => `${name} ${version}`).join(', ');
    context.table([...lines, '', `Versions: ${versions}`]);
    mkdirSync(RESULTS, { recursive: true });
    const file = join(RESULTS, `${where.date.replaceAll(':', '-')}.json`);
    writeFileSync(file, `${JSON.stringify({ machine: where, results }, null, 2)}\n`);
    context.progress(`every run is in ${file}`);
    return figuresOfPeers(results);
  },
};

const NAMES = ['atlasnet', ...Object.keys(CONTENDERS)];

/**
 * The names in a list with commas, in its order; all of none.
 * @throws AtlasError ATLAS_USAGE for a name that is no server's
 */
export function chosenOf(only: string | undefined): readonly string[] {
  if (only === undefined) return NAMES;
  const chosen = only.split(',');
  const unknown = chosen.find((name) => !NAMES.includes(name));
  if (unknown === undefined) return [...new Set(chosen)];
  throw new AtlasError('ATLAS_USAGE', `--only ${only}: there is no server ${unknown}`, {
    hint: `The servers are ${NAMES.join(', ')}.`,
  });
}

/** @param alone nothing else was asked for, so that what is missing is an error */
async function resultOf(
  name: string,
  context: BenchContext,
  alone: boolean,
): Promise<PeerResult | null> {
  const say = (text: string): void => context.progress(`${name}: ${text}`);
  const { seconds, warmSeconds } = context;
  const contender = CONTENDERS[name];
  let version = VERSION;
  try {
    if (contender) version = contender.prepare(say);
  } catch (error) {
    if (alone || !(error instanceof AtlasError)) throw error;
    say(`NOT MEASURED: ${error.message}. ${error.hint}`);
    return null;
  }
  const one = (clients: number): Promise<PeerRun> =>
    contender
      ? measurePeer(contender.programs, clients, seconds, warmSeconds)
      : measureClients(context, clients).then(peerRunOfArena, (error: unknown) =>
          faultyRun(clients, seconds, String(error)),
        );
  const measure = async (clients: number): Promise<PeerRun> => {
    const run = await one(clients);
    say(`${clients} clients: ${summaryOfRun(run)}`);
    return run;
  };
  const sizes = context.clients ?? contender?.sizes ?? OWN_SIZES;
  return { name, version, rungs: await climb(sizes, measure, runPasses) };
}
