import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { WorldDeclaration } from '@atlasnet/schemas';
import { parse } from 'yaml';
import { ROOT } from '../../cli/root.ts';
import { nodeTransport } from '../../client/node.ts';
import {
  endProcess,
  findValkey,
  startLocalKafka,
  startValkeyProcess,
} from '../../dev-services/index.ts';
import type { ProcessIdentity } from '../../dev-services/index.ts';
import { eventually } from '../../testing/contract-tools.ts';
import { removeFolder } from '../cluster-process.ts';
import { TalkingPlayer } from '../talking-player.ts';
import { readComposeFile } from './compose-file.ts';
import type { ComposeService } from './compose-file.ts';
import { Machines, missingForMachines } from './machines.ts';
import type { Machine, MachineProcess } from './machines.ts';

/**
 * infra/deploy as it is, without a container engine: what the Dockerfile copies into the image, started as
 * compose.yaml says, every container on a machine of its own, beside a real Kafka and Valkey.
 */
const DEPLOY = join(ROOT, 'infra/deploy');
const LIMIT_MS = 90_000;
const TOKEN = 'the-token-of-this-deployment';
const PROXY = 'proxy-1';

const valkey = findValkey();
const missing = missingForMachines() ?? (valkey === null ? 'there is no Valkey' : null);
// Not a failure with CI=true either: what is missing is a right that no installation gives.
if (missing !== null) console.warn(`SKIPPED: a deployment on machines: ${missing}`);
const deployment = missing === null ? test : test.skip;

/** A container: its service, its machine, and the process in it. */
interface Container {
  readonly service: ComposeService;
  readonly machine: Machine;
  process: MachineProcess;
}

const folder = mkdtempSync(join(tmpdir(), 'atlasnet-deployment-'));
const image = join(folder, 'image');
const containers = new Map<string, Container>();
const beside: { stop(): Promise<void> }[] = [];
let machines: Machines;
let brokers = '';
let store = '';

/** Copies what the Dockerfile copies; packages are linked. */
function makeImage(): void {
  const lines = readFileSync(join(DEPLOY, 'Dockerfile'), 'utf8').split('\n');
  const copied = lines.flatMap((line) => {
    const found = /^COPY (?:--from=build \/atlasnet\/)?(\S+) \.\/(\S+)$/.exec(line);
    return found ? [{ from: found[1], to: found[2] }] : [];
  });
  expect(copied.length).toBeGreaterThan(5);
  for (const { from, to } of copied) {
    const target = join(image, to);
    mkdirSync(dirname(target), { recursive: true });
    if (to === 'node_modules') symlinkSync(join(ROOT, from), target);
    else cpSync(join(ROOT, from), target, { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(image, join(folder, 'node_modules/atlasnet'));
}

/** Places in a container, and where they are here. */
const PLACES: Readonly<Record<string, string>> = {
  '/var/lib/atlasnet': join(folder, 'data'),
  '/etc/atlasnet': join(DEPLOY, 'world'),
  '/atlasnet': image,
};

/** A path in a container as it is here; anything else as it is. */
const here = (path: string): string => {
  const place = Object.keys(PLACES).find((name) => path.startsWith(`${name}/`) || path === name);
  return place === undefined ? path : `${PLACES[place]}${path.slice(place.length)}`;
};

/** What the configuration file names by its place in a container. */
function placesHere(): Record<string, string> {
  const config = parse(readFileSync(join(DEPLOY, 'world/atlasnet.yaml'), 'utf8'));
  return {
    ATLASNET_WORLD_GAME: here(config.world.game),
    ATLASNET_DATA_DIRECTORY: here(config.data.directory),
    ATLASNET_KEYS_DIRECTORY: here(config.keys.directory),
    ATLASNET_PAGES_PLAY: here(config.pages.play),
    ATLASNET_LOG_KAFKA_BROKERS: brokers,
    ATLASNET_STORE_VALKEY_URL: store,
  };
}

function start({ service, machine }: Pick<Container, 'service' | 'machine'>): MachineProcess {
  const given = Object.entries(service.environment ?? {}).map(([key, value]) => [key, here(value)]);
  const env = { ...Object.fromEntries(given), ...placesHere() };
  const program = [process.execPath, join(image, 'infra/bin/atlasnet.js')];
  return machines.start(machine, [...program, ...(service.command ?? [])], { env, cwd: image });
}

function containersOf(service: string): Container[] {
  return Array.from(containers)
    .filter(([name]) => name.startsWith(`${service}-`))
    .map(([, container]) => container);
}

/** The health check of a container, as the engine runs it there. */
async function isHealthy({ service, machine }: Container): Promise<boolean> {
  const [, ...command] = service.healthcheck?.test ?? [];
  const check = machines.start(machine, command, { env: {}, cwd: image });
  return (await check.exited) === 0;
}

/** The engine starts a container again that ended, as one does that has waited in vain for Kafka. */
async function untilHealthy(container: Container): Promise<void> {
  const end = Date.now() + LIMIT_MS;
  const { machine, service } = container;
  while (!(await isHealthy(container))) {
    const restarts = service.restart === 'unless-stopped';
    if (container.process.hasEnded && restarts) container.process = start(container);
    if (Date.now() > end) throw new Error(`${machine.name} is not well:\n${wordsOf(container)}`);
    await wait(500);
  }
}

function wordsOf(container: Container | undefined): string {
  return container?.process.lines.slice(-15).join('\n') ?? '';
}

beforeAll(async () => {
  if (missing !== null || valkey === null) return;
  makeImage();
  machines = await Machines.create(join(folder, 'machines'));
  const { hostAddress: host } = machines;
  const kafka = await startLocalKafka({ brokers: 1, directory: folder, host });
  beside.push(kafka);
  const settings = ['protected-mode no'];
  const options = { directory: folder, detached: false, host, settings };
  const started: { address: string; process: ProcessIdentity } = await startValkeyProcess(
    valkey,
    options,
  );
  beside.push({ stop: () => endProcess(started.process, 'SIGKILL') });
  // By the names that the file uses, at the ports that they have here.
  for (const name of ['kafka', 'valkey']) machines.name(name, host);
  brokers = `kafka:${kafka.addresses[0].split(':')[1]}`;
  store = `redis://valkey:${started.address.split(':')[1]}`;
}, 2 * LIMIT_MS);

afterAll(async () => {
  if (missing !== null) return;
  await machines.close();
  await Promise.all(beside.map((service) => service.stop()));
  await removeFolder(folder);
}, LIMIT_MS);

deployment(
  'compose.yaml: a world on machines of their own lets players in, and goes on when one of its machines dies',
  async () => {
    const proxyMachine = await machines.add(PROXY);
    const { services } = readComposeFile(join(DEPLOY, 'compose.yaml'), {
      ATLASNET_NETWORK_TOKEN: TOKEN,
      ATLASNET_PUBLIC_ADDRESS: proxyMachine.address,
      ATLASNET_IMAGE: 'here',
    });
    const { keys, ...others } = Object.fromEntries(
      Object.entries(services).filter(([, { image: name }]) => name === 'here'),
    );
    const made = start({ service: keys, machine: await machines.add('keys-1') });
    const code = await made.exited;
    if (code !== 0) throw new Error(`no keys were made (${code}):\n${made.lines.join('\n')}`);
    for (const [name, service] of Object.entries(others)) {
      for (let i = 1; i <= (service.deploy?.replicas ?? 1); i++) {
        const own = `${name}-${i}`;
        const machine = own === PROXY ? proxyMachine : await machines.add(own);
        const container = { service, machine };
        containers.set(own, { ...container, process: start(container) });
      }
    }
    expect(containers.size).toBeGreaterThanOrEqual(9);
    for (const container of containers.values()) await untilHealthy(container);

    const file = pathToFileURL(join(image, 'examples/dist/arena/world.js')).href;
    const { arenaWorld } = (await import(file)) as { readonly arenaWorld: WorldDeclaration };
    const gateway = `http://${containersOf('gateway')[0].machine.address}:3001`;
    const players = Array.from({ length: 4 }, () => new TalkingPlayer(arenaWorld, nodeTransport()));
    await Promise.all(
      players.map((player, i) => player.enter(gateway, `player-${i}`, LIMIT_MS)),
    ).catch((error: unknown) => {
      const said = ['proxy', 'shard', 'watchdog'].map((name) => wordsOf(containersOf(name)[0]));
      throw new Error(`${String(error)}\n${said.join('\n\n')}`);
    });

    // The engine starts a container that ended again, on its machine.
    const [dying] = containersOf('shard');
    dying.process.signal('SIGKILL');
    await dying.process.exited;
    dying.process = start(dying);
    const before = players.map(({ results }) => results.length);
    await eventually(
      () => players.every(({ results }, i) => results.length > before[i] + 30),
      'outcomes of commands after a shard died',
      LIMIT_MS,
    );
    await untilHealthy(dying);
    await Promise.all(players.map((player) => player.stop(LIMIT_MS)));
    for (const { results, closed } of players) {
      expect(closed).toBeUndefined();
      expect(results.filter((each) => each !== 'refused' && each !== 'untold')).toEqual([]);
    }
    await Promise.all(players.map(({ client }) => client.close()));
  },
  4 * LIMIT_MS,
);

deployment(
  'pages and metrics ask for the token, and the dashboard asks for what there is',
  async () => {
    const { address } = containersOf('cartograph')[0].machine;
    expect((await fetch(`http://${address}:3000/`)).status).toBe(401);
    expect((await fetch(`http://${address}:3000/?token=${TOKEN}`)).status).toBe(200);
    const told = new Set<string>();
    for (const { service, machine } of containers.values()) {
      const url = `http://${machine.address}:${service.healthcheck?.test.at(-1)}/metrics`;
      expect((await fetch(url)).status).toBe(401);
      const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}` } });
      for (const [, name] of (await answer.text()).matchAll(/^# TYPE (\S+)/gm)) told.add(name);
    }
    const asked = ['dashboard.json', 'alerts.yml']
      .map((name) => readFileSync(join(DEPLOY, 'monitoring', name), 'utf8'))
      .flatMap((text) => text.match(/\b(?:atlasnet|process)_\w+/g) ?? [])
      .map((name) => name.replace(/_bucket$/, ''));
    expect(asked.length).toBeGreaterThan(20);
    expect(Array.from(new Set(asked)).filter((name) => !told.has(name))).toEqual([]);
  },
);

deployment(
  'a container that is told to stop ends in order, in less than its grace',
  async () => {
    const running = Array.from(containers);
    for (const [, { process: own }] of running) own.signal('SIGTERM');
    const codes = await Promise.all(
      running.map(async ([name, { process: own }]) => `${name}: ${await own.exited}`),
    );
    expect(codes.filter((code) => !code.endsWith(': 0'))).toEqual([]);
  },
  LIMIT_MS,
);
