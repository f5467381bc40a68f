import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Why this system cannot make machines; null when it can. */
export function missingForMachines(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are there on Linux only';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  const probe = `atl-probe-${process.pid}`;
  try {
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'pipe' });
    execFileSync('ip', ['netns', 'delete', probe], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no network namespace can be made: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** A machine: a network of its own, with an address, a name, and the names of the others. */
export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly namespace: string;
}

/** A process on a machine, and what it has printed. */
export class MachineProcess {
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  signal(name: NodeJS.Signals): void {
    if (!this.hasEnded) this.#child.kill(name);
  }
}

/**
 * Machines on one network, as containers on one are: namespaces of this machine, so that nobody reaches another
 * over loopback, and every listener has to be bound and told as it would be elsewhere.
 */
export class Machines {
  /** Of this test's own process on that network. */
  readonly hostAddress: string;
  readonly #prefix: string;
  readonly #folder: string;
  readonly #subnet: string;
  readonly #machines: Machine[] = [];
  readonly #processes: MachineProcess[] = [];
  /** Further names by address: services that run beside the machines. */
  readonly #names: string[] = [];

  private constructor(folder: string, number: number) {
    this.#prefix = `atl${number}`;
    this.#subnet = `10.213.${number}`;
    this.hostAddress = `${this.#subnet}.1`;
    this.#folder = folder;
  }

  /** @param folder for the machines' files */
  static async create(folder: string): Promise<Machines> {
    const machines = new Machines(folder, await freeNumber());
    const bridge = machines.#prefix;
    await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
    await run('ip', ['addr', 'add', `${machines.hostAddress}/24`, 'dev', bridge]);
    await run('ip', ['link', 'set', bridge, 'up']);
    return machines;
  }

  async add(name: string): Promise<Machine> {
    const index = this.#machines.length + 2;
    const [outer, inner] = [`${this.#prefix}o${index}`, `${this.#prefix}i${index}`];
    const machine = {
      name,
      address: `${this.#subnet}.${index}`,
      namespace: `${this.#prefix}-${index}`,
    };
    const inside = ['-n', machine.namespace];
    await run('ip', ['netns', 'add', machine.namespace]);
    this.#machines.push(machine);
    await run('ip', ['link', 'add', outer, 'type', 'veth', 'peer', 'name', inner]);
    await run('ip', ['link', 'set', inner, 'netns', machine.namespace]);
    await run('ip', ['link', 'set', outer, 'master', this.#prefix, 'up']);
    await run('ip', [...inside, 'addr', 'add', `${machine.address}/24`, 'dev', inner]);
    await run('ip', [...inside, 'link', 'set', inner, 'up']);
    await run('ip', [...inside, 'link', 'set', 'lo', 'up']);
    return machine;
  }

  /** Lets machines that start from now on find `name` at an address. */
  name(name: string, address: string): void {
    this.#names.push(`${address} ${name}`);
  }

  /** Starts a program on a machine. */
  start(
    machine: Machine,
    [command = '', ...args]: readonly string[],
    how: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
  ): MachineProcess {
    mkdirSync(this.#folder, { recursive: true });
    const hosts = join(this.#folder, `${machine.namespace}.hosts`);
    const known = this.#machines.map(({ address, name }) => `${address} ${name}`);
    writeFileSync(hosts, ['127.0.0.1 localhost', ...known, ...this.#names, ''].join('\n'));
    // Every word replaces its process with the next, so that the child is the program itself.
    const own = 'mount --bind "$0" /etc/hosts && hostname "$1" && shift && exec "$@"';
    const child = spawn(
      'ip',
      [
        ...['netns', 'exec', machine.namespace, 'unshare', '--mount', '--uts'],
        ...['sh', '-c', own, hosts, machine.name, command, ...args],
      ],
      { cwd: how.cwd, env: { PATH: process.env['PATH'], ...how.env }, stdio: 'pipe' },
    );
    const started = new MachineProcess(child);
    this.#processes.push(started);
    return started;
  }

  /** Ends all that was started, and removes the machines and their network. */
  async close(): Promise<void> {
    for (const process of this.#processes) process.signal('SIGKILL');
    await Promise.all(this.#processes.map(({ exited }) => exited));
    for (const { namespace } of this.#machines) await run('ip', ['netns', 'delete', namespace]);
    await run('ip', ['link', 'delete', this.#prefix]);
  }
}

/** Of a network that nobody has, nor what a test that was killed left behind. */
async function freeNumber(): Promise<number> {
  const { stdout } = await run('ip', ['-o', 'link']);
  for (let i = 0; i < 200; i++) {
    const number = (process.pid + i) % 200;
    if (!stdout.includes(` atl${number}:`)) return number;
  }
  throw new Error(
    '200 networks of killed tests are there: ip -o link shows them as atl0 to atl199',
  );
}
