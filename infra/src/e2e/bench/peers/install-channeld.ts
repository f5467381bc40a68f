import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import { ROOT } from '../../../cli/root.ts';
import { PEERS_FOLDER } from './install.ts';
import type { Command } from './line-process.ts';
import type { PeerPlan } from './measure-peer.ts';

const REPOSITORY = 'https://github.com/channeldorg/channeld';
/** 9 October 2024, after v0.8.0. */
const COMMIT = 'de422dd388740874597542a5c99bc35725616847';
const FOLDER = join(ROOT, '.atlasnet/peers/channeld');
const SOURCE = join(FOLDER, 'source');
const CONFIG = join(SOURCE, 'config');
/** Its own example, whose gateway and data type are used. */
const EXAMPLE = join(SOURCE, 'examples/unity-mirror-tanks');
const GATEWAY = join(FOLDER, 'channeld');
const ARENA = join(FOLDER, 'arena');
const SPATIAL = join(FOLDER, 'spatial.json');
/** Cells of 50 m took more of the processor for the same number of clients. */
const CELL_M = 100;
const SIDE_M = 2000;
const ERRORS_MOST = 500;

/**
 * channeld from its repository, or from the git directory that CHANNELD_GIT names, built with Go, into
 * .atlasnet/peers.
 * @returns its version
 * @throws AtlasError ATLAS_USAGE when that cannot be done
 */
export function installChanneld(progress: (text: string) => void): string {
  const go = run(['go', 'version'], ROOT);
  if (go !== null) {
    throw new AtlasError('ATLAS_USAGE', `channeld needs Go, which is missing: ${go}`, {
      hint: 'Install Go 1.22 or newer (go.dev/dl), or name other servers with --only.',
    });
  }
  mkdirSync(FOLDER, { recursive: true });
  if (!existsSync(CONFIG)) {
    const from = process.env['CHANNELD_GIT'] ?? REPOSITORY;
    progress(`fetches channeld into ${FOLDER}`);
    must(['git', 'clone', '--quiet', '--no-checkout', from, SOURCE], FOLDER);
    must(['git', 'checkout', '--quiet', COMMIT], SOURCE);
  }
  const programs = join(PEERS_FOLDER, 'channeld');
  for (const file of readdirSync(programs).filter((name) => name.endsWith('.go'))) {
    cpSync(join(programs, file), join(EXAMPLE, 'arena', file));
  }
  progress('builds channeld');
  must(['go', 'build', '-o', GATEWAY, '.'], EXAMPLE);
  must(['go', 'build', '-o', ARENA, './arena'], EXAMPLE);
  writeFileSync(SPATIAL, JSON.stringify(spatialConfig()));
  return COMMIT.slice(0, 7);
}

/** The gateway in the settings that it calls hifi (ticks of 20 ms), and the simulated spatial server. */
export function channeldServers({ port, clients, notes }: PeerPlan): Command[] {
  const gateway: Command = [
    GATEWAY,
    ...['-dev', '-loglevel=2', `-sa=127.0.0.1:${port + 1}`, `-ca=127.0.0.1:${port}`],
    `-sfsm=${join(CONFIG, 'server_authoratative_fsm.json')}`,
    `-cfsm=${join(CONFIG, 'client_non_authoratative_fsm.json')}`,
    `-chs=${join(CONFIG, 'channel_settings_hifi.json')}`,
    `-scc=${SPATIAL}`,
  ];
  const words = [port + 1, clients, notes, CELL_M].map(String);
  return [gateway, [ARENA, 'server', ...words]];
}

export function channeldClients(plan: PeerPlan): Command[] {
  const { port, clients, warmSeconds, seconds, radiusM, notes } = plan;
  const numbers = [port, clients, warmSeconds, seconds, radiusM].map(String);
  return [[ARENA, 'clients', ...numbers, notes]];
}

function spatialConfig(): object {
  const cells = SIDE_M / CELL_M;
  return {
    SpatialControllerType: 'Static2DSpatialController',
    Config: {
      ...{ WorldOffsetX: 0, WorldOffsetZ: 0, GridWidth: CELL_M, GridHeight: CELL_M },
      ...{ GridCols: cells, GridRows: cells, ServerCols: 1, ServerRows: 1 },
      ServerInterestBorderSize: 0,
    },
  };
}

function must(command: Command, cwd: string): void {
  const failed = run(command, cwd);
  if (failed === null) return;
  throw new AtlasError('ATLAS_USAGE', `channeld cannot be built: ${failed}`, {
    hint: 'It needs git, Go and a network once; CHANNELD_GIT names a git directory of it.',
  });
}

/** What went wrong; null when nothing did. */
function run([program, ...words]: Command, cwd: string): string | null {
  const env = { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=mod' };
  const done = spawnSync(program, words, { cwd, env, encoding: 'utf8' });
  if (done.error) return done.error.message;
  return done.status === 0 ? null : `${program} ${words[0]}: ${done.stderr.slice(-ERRORS_MOST)}`;
}
