import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CLIENT_PROTOCOL } from '@atlasnet/proxy';
import { AtlasError, compileViewSchema } from '@atlasnet/schemas';
import type { CompiledKind, TimeAxis, WorldSchema } from '@atlasnet/schemas';
import { ROOT } from '../../../cli/root.ts';

const PROJECT = join(ROOT, 'infra/e2e/native-bots');
const TARGET = join(ROOT, 'node_modules/.cache/native-bots');

/** A running world of the arena, and tokens for it. */
export interface BotTarget {
  readonly protocolId: bigint;
  readonly schema: WorldSchema;
  readonly axis: TimeAxis;
  /** @param step numbers between the accounts of two bots; every fourth lives in the hot spot */
  tokens(count: number, step: number): readonly Uint8Array[];
}

/** What bots do, and how an update is judged. */
export interface BotPlan {
  readonly clients: number;
  readonly seconds: number;
  readonly warmSeconds: number;
  readonly connectsPerSecond: number;
  readonly inputHz: number;
  readonly commandHz: number;
  readonly speedMps: number;
  /** What a client asks to see, and what an update must hold to count, metres. */
  readonly viewRadiusM: number;
  readonly radiusM: number;
  /** All live in the arena's hot spot, instead of every fourth. */
  readonly hot?: boolean;
}

/** What the bots print at the end: the names are those of infra/e2e/native-bots. */
export type BotReport = Readonly<Record<BotFigure, number>>;
type BotFigure =
  | 'bots'
  | 'seconds'
  | 'ticksShare'
  | 'completeShare'
  | 'judged'
  | 'missing'
  | 'outdated'
  | 'wrong'
  | 'inRange'
  | 'freshSelf'
  | 'freshTo10'
  | 'freshTo100'
  | 'freshTo300'
  | 'freshRest'
  | 'stalenessMsP99'
  | 'stalenessMsMax'
  | 'ageMsP50'
  | 'ageMsP99'
  | 'roundTripMsP50'
  | 'roundTripMsP99'
  | 'roundTrips'
  | 'lateCommands'
  | 'updates'
  | 'packetsIn'
  | 'bytesIn'
  | 'packetsOut'
  | 'bytesOut'
  | 'malformed'
  | 'unauthentic'
  | 'resets'
  | 'ended'
  | 'sendFails'
  | 'resent'
  | 'cpuUserMs'
  | 'cpuSystemMs';

/**
 * Builds the native generators with cargo.
 * @throws AtlasError ATLAS_USAGE where that cannot be done
 */
export function requireNativeBots(): void {
  const missing = buildNativeBots();
  if (missing === null) return;
  throw new AtlasError('ATLAS_USAGE', `the native bots are not built: ${missing}`, {
    hint: 'Install Rust (rustup.rs): they are built on request only.',
  });
}

function buildNativeBots(): string | null {
  const env = { ...process.env, CARGO_TARGET_DIR: TARGET };
  const words = ['build', '--release', '--locked'];
  const built = spawnSync('cargo', words, { cwd: PROJECT, env, encoding: 'utf8' });
  if (built.error) return `cargo is missing (${built.error.message})`;
  return built.status === 0 ? null : `cargo failed: ${built.stderr.slice(-500)}`;
}

/** Where one of the programs is, once built. */
export function nativeProgram(name: 'native-bots' | 'edge-load' | 'peer-load'): string {
  return join(TARGET, 'release', name);
}

/** A running generator; W0 and W1 are the start and end of what it measures. */
export class NativeBots {
  /** Seconds until all had their avatars; 0 while they have not. */
  joinSeconds = 0;
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #exited: Promise<number | null>;
  readonly #marks = new Map<string, () => void>();
  #report: BotReport | null = null;
  #errors = '';

  private constructor(child: ChildProcess, directory: string) {
    this.#child = child;
    this.#directory = directory;
    // A signal ends this process, and with it what it started.
    const end = (): void => {
      child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    };
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.#exited = new Promise((resolve) => child.once('exit', resolve));
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#on(line));
    child.stderr?.on('data', (text) => (this.#errors = (this.#errors + String(text)).slice(-1000)));
  }

  static start(target: BotTarget, plan: BotPlan): NativeBots {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-bots-'));
    const file = join(directory, 'job');
    // It holds keys of sessions.
    writeFileSync(file, jobText(target, plan), { mode: 0o600 });
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    return new NativeBots(spawn(nativeProgram('native-bots'), [file], { stdio }), directory);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the bots say so: JOINED, W0, W1; false when they ended before. */
  async reached(mark: string): Promise<boolean> {
    const said = new Promise<boolean>((resolve) => this.#marks.set(mark, () => resolve(true)));
    return Promise.race([said, this.#exited.then(() => false)]);
  }

  /** @throws AtlasError ATLAS_CONNECT_TIMEOUT when the bots did not get through */
  async report(): Promise<BotReport> {
    await this.#exited;
    rmSync(this.#directory, { recursive: true, force: true });
    if (this.#report) return this.#report;
    const [first = '', ...more] = this.#errors.trimEnd().split('\n');
    throw new AtlasError('ATLAS_CONNECT_TIMEOUT', `the bots did not finish: ${first}`, {
      details: { more: more.join('; ') },
      hint: 'Let fewer play: --clients N of a bench, --count N of `atlasnet bots`.',
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #on(line: string): void {
    if (line.startsWith('R ')) this.#report = JSON.parse(line.slice(2)) as BotReport;
    if (line.startsWith('JOINED ')) this.joinSeconds = Number(line.split(' ')[2]);
    this.#marks.get(line.split(' ')[0])?.();
  }
}

function jobText(target: BotTarget, plan: BotPlan): string {
  const { schema, axis } = target;
  const steer = kindOf(schema, 'steer');
  const [{ field }] = steer.fields;
  return [
    `protocol_id ${target.protocolId}`,
    `client_protocol ${CLIENT_PROTOCOL}`,
    `schema_hash ${schema.hash}`,
    `origin_ms ${axis.worldMsOf(0)}`,
    `tick_hz ${schema.tickHz}`,
    `position_quantum_m ${schema.positionViewQuantumM}`,
    ...compileViewSchema(schema).components.map(
      ({ laneCount, kind, heap }) =>
        `component ${laneCount} ${heap >= 0 ? 'heap' : kind === 'angle' ? 'angle' : 'plain'}`,
    ),
    `steer ${steer.index} ${field.quantum ?? 1}`,
    `hit ${kindOf(schema, 'hit').index}`,
    `view_radius_m ${plan.viewRadiusM}`,
    `radius_m ${plan.radiusM}`,
    `warm_s ${plan.warmSeconds}`,
    `seconds ${plan.seconds}`,
    `connects_per_s ${plan.connectsPerSecond}`,
    `input_hz ${plan.inputHz}`,
    `command_hz ${plan.commandHz}`,
    `speed_mps ${plan.speedMps}`,
    ...target
      .tokens(plan.clients, plan.hot ? 4 : 1)
      .map((token) => `token ${Buffer.from(token).toString('hex')}`),
    '',
  ].join('\n');
}

function kindOf(schema: WorldSchema, name: string): CompiledKind {
  const kind = schema.kinds.find((each) => each.name === name);
  if (!kind) {
    throw new AtlasError('ATLAS_USAGE', `the world declares no ${name}: it is not the arena`, {
      hint: 'The native bots play examples/arena only.',
    });
  }
  return kind;
}
