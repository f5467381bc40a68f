import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { impairedNetwork } from '@atlasnet/proxy';
import type { ClientTransport } from '@atlasnet/proxy';
import { AtlasError } from '@atlasnet/schemas';
import type { WorldDeclaration } from '@atlasnet/schemas';
import { ROOT } from '../cli/root.ts';
import { nodeTransport } from '../client/node.ts';
import { eventually } from '../testing/contract-tools.ts';
import type { ClusterProcess } from './cluster-process.ts';
import { ClusterFolder, freePortFlags } from './cluster-process.ts';
import { TalkingPlayer } from './talking-player.ts';

const LIMIT_MS = 90_000;
const CLIENTS = 12;
/** A second is wanted, and held in the simulator (resume.sim); this leaves room for a machine that others keep busy. */
const RESUMED_MS = 5000;
const folder = new ClusterFolder('edge');
let cluster: ClusterProcess;
let gateway = '';
let world: WorldDeclaration;

/** A network that lets no datagram through. */
function withoutUdp(): ClientTransport {
  const transport = nodeTransport();
  return { ...transport, datagrams: impairedNetwork(transport.datagrams, { loss: 1 }, transport) };
}

/** Whose session ended, with why, and behind them what the cluster said that was no debugging. */
function endingsOf(players: readonly TalkingPlayer[]): readonly unknown[] {
  const endings = players.flatMap(({ closed, client }, i) =>
    closed instanceof AtlasError
      ? [{ player: i, why: closed.message, ...closed.details, resumes: client.statistics.resumes }]
      : [],
  );
  if (endings.length === 0) return [];
  return [...endings, ...cluster.lines.filter((line) => !/debug/i.test(line)).slice(-40)];
}

/** Pids of the proxies, in the order of their first words. */
function proxyPids(): number[] {
  const found = cluster.lines.flatMap((line) => /\[proxy (\d+)\]/.exec(line)?.[1] ?? []);
  return Array.from(new Set(found), Number);
}

beforeAll(async () => {
  const ports = await freePortFlags();
  cluster = await folder.start(
    {
      ...{ ...ports, 'proxy.count': '2', 'example.bots': '0' },
      // Also where a machine has too few processors for it.
      'proxy.sendThread': 'on',
    },
    'arena',
  );
  gateway = `http://127.0.0.1:${ports['gateway.port']}`;
  const file = pathToFileURL(join(ROOT, 'examples/dist/arena/world.js')).href;
  world = ((await import(file)) as { readonly arenaWorld: WorldDeclaration }).arenaWorld;
  await cluster.until(({ regions }) => regions >= 4, LIMIT_MS);
  await eventually(() => proxyPids().length === 2, 'two proxies', LIMIT_MS);
}, 2 * LIMIT_MS);

afterAll(() => folder.close(), LIMIT_MS);

test(
  '[S2][S3] a proxy is killed: its clients go on at the other one, over UDP and TCP, and lose nothing',
  async () => {
    const players = Array.from(
      { length: CLIENTS },
      (_, i) => new TalkingPlayer(world, i % 3 === 2 ? withoutUdp() : nodeTransport()),
    );
    await Promise.all(players.map((player, i) => player.enter(gateway, `player-${i}`, LIMIT_MS)));
    expect(players.map(({ client }) => client.transport)).toEqual(
      players.map((_, i) => (i % 3 === 2 ? 'tcp' : 'udp')),
    );
    // So that tickets name both proxies.
    await wait(3000);
    const killedMs = performance.now();
    const resumedMs = new Map<TalkingPlayer, number>();
    for (const player of players) {
      player.client.on('resumed', () => {
        if (!resumedMs.has(player)) resumedMs.set(player, Math.round(performance.now() - killedMs));
      });
    }
    process.kill(proxyPids()[0], 'SIGKILL');
    const resumes = (): number =>
      players.reduce((n, { client }) => n + client.statistics.resumes, 0);
    await eventually(() => resumes() > 0, 'somebody to resume', LIMIT_MS);
    await wait(5000);
    await Promise.all(players.map((player) => player.stop(LIMIT_MS)));
    expect(endingsOf(players)).toEqual([]);
    const times = [...resumedMs.values()].toSorted((a, b) => a - b);
    console.log(`clients of a killed proxy went on after ${times.join(', ')} ms`);
    expect(times.length).toBe(players.filter(({ client }) => client.statistics.resumes > 0).length);
    expect(times.at(-1)).toBeLessThan(RESUMED_MS);
    for (const player of players) {
      expect(player.avatars.size).toBe(1);
      expect(player.client.statistics.state).toBe('connected');
      expect(player.sent).toBeGreaterThan(20);
      expect(player.results).toHaveLength(player.sent);
      expect(player.results.filter((each) => each !== 'refused' && each !== 'untold')).toEqual([]);
    }
    expect(players.map(({ client }) => client.transport)).toContain('tcp');
    await Promise.all(players.map(({ client }) => client.close()));
    // With no bots to play, the example's program ends in order; the cluster goes on without it.
    expect(cluster.lines.filter((line) => /"role":"example".*started again/.test(line))).toEqual(
      [],
    );
  },
  4 * LIMIT_MS,
);
