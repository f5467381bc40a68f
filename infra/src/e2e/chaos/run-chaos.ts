import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SeededRandom } from '../../adapters/simulated/index.ts';
import { machine } from '../bench/machine.ts';
import type { ChaosServices } from './chaos-services.ts';
import { ChaosStage } from './chaos-stage.ts';
import { isCalm, judge } from './chaos-verdict.ts';
import type { ChaosVerdict } from './chaos-verdict.ts';
import { EmbeddedServices } from './embedded-services.ts';
import { strikeFaults } from './fault-plan.ts';
import type { StruckFault } from './fault-plan.ts';
import { endLine } from './kept-process.ts';
import type { UnexpectedEnd } from './kept-process.ts';
import { KafkaServices } from './kafka-services.ts';
import { readFigures, readJournals, readSessionEvents } from './read-journals.ts';
import { reportPage } from './report-page.ts';

/** The cluster may take so long until every client is in, milliseconds: minutes, on a busy machine. */
const START_MS = 300_000;
/** Before the first fault, milliseconds. */
const CALM_MS = 5000;
/** After the last fault everything runs for so long at least, milliseconds, and then until it is calm. */
const SETTLE_MS = 15_000;
/** I9's bound: processes that were just started take half a minute on a machine with much to do. */
const SETTLE_MS_MAX = 120_000;

export interface ChaosOptions {
  /** From the first fault to the last. */
  readonly minutes: number;
  readonly seed: number;
  readonly clients: number;
  /** Three brokers and a Valkey, or the embedded log and store. */
  readonly log: 'kafka' | 'embedded';
  /** Where the report goes. */
  readonly directory: string;
  readonly print: (line: string) => void;
}

/** What a chaos run leaves behind, also as report.json. */
export interface ChaosRun {
  readonly options: Omit<ChaosOptions, 'print'>;
  readonly machine: ReturnType<typeof machine>;
  readonly beganMs: number;
  readonly faults: readonly StruckFault[];
  readonly unexpected: readonly UnexpectedEnd[];
  readonly verdict: ChaosVerdict;
}

/**
 * Runs a whole cluster on three brokers under faults, then judges its log and its clients' journals.
 * @returns the exit code: 1 when an invariant did not hold
 * @throws AtlasError ATLAS_SERVICES_UNAVAILABLE
 */
export async function runChaos(options: ChaosOptions): Promise<number> {
  const { print, minutes, seed, clients } = options;
  mkdirSync(options.directory, { recursive: true });
  // What an earlier run's clients saw says nothing of this one's.
  rmSync(join(options.directory, 'journals'), { recursive: true, force: true });
  const scratch = mkdtempSync(join(tmpdir(), 'atlasnet-chaos-'));
  const lines = createWriteStream(join(options.directory, 'processes.log'));
  const unexpected: UnexpectedEnd[] = [];
  const services = await openServices(options.log, scratch);
  const stage = new ChaosStage(
    {
      world: `chaos${process.pid}`,
      directory: scratch,
      journals: join(options.directory, 'journals'),
      clients,
      print: (line) => lines.write(`${new Date().toISOString()} ${line}\n`),
      unexpected: (end) => {
        unexpected.push(end);
        print(endLine(end));
      },
    },
    services,
  );
  try {
    print(`${services.what}; seed ${seed}, ${clients} clients, ${minutes} minutes`);
    await stage.start();
    stage.startClients();
    await untilClients(stage, clients);
    await stage.untilReplicated();
    await delay(CALM_MS);
    const beganMs = Date.now();
    const sinceMs = (): number => Date.now() - beganMs;
    const random = new SeededRandom(seed, 'chaos');
    const faults = await strikeFaults(stage, random, {
      lastMs: minutes * 60_000,
      sinceMs,
      struck: ({ kind, target, fromMs }) => print(`${seconds(fromMs)} ${kind}: ${target}`),
    });
    print(`${seconds(sinceMs())} the last fault is over`);
    await untilCalm(stage, clients);
    const endMs = Date.now();
    await stage.stop();
    const verdict = await judgeStage(stage, { faults, unexpected, beganMs, endMs, clients });
    const { print: _, ...given } = options;
    const run: ChaosRun = {
      options: given,
      machine: machine(),
      beganMs,
      faults,
      unexpected,
      verdict,
    };
    writeFileSync(join(options.directory, 'report.json'), JSON.stringify(run, null, 1));
    writeFileSync(join(options.directory, 'report.html'), reportPage(run));
    for (const line of verdict.lines) print(line);
    print(`report: ${join(options.directory, 'report.html')}`);
    return verdict.held ? 0 : 1;
  } finally {
    await stage.close();
    await new Promise((done) => lines.end(done));
    rmSync(scratch, { recursive: true, force: true });
  }
}

function openServices(log: ChaosOptions['log'], directory: string): Promise<ChaosServices> {
  return log === 'kafka' ? KafkaServices.open(directory) : EmbeddedServices.open(directory);
}

async function untilClients(stage: ChaosStage, clients: number): Promise<void> {
  const endMs = Date.now() + START_MS;
  for (;;) {
    await delay(1000);
    const figures = readFigures(stage.journals);
    const { connected = 0, stalled = clients } = figures.at(-1) ?? {};
    if (connected >= clients && stalled === 0) return;
    if (Date.now() > endMs) {
      throw new Error(
        `only ${connected} of ${clients} clients came in within ${START_MS / 1000} s`,
      );
    }
  }
}

/** Or until the bound: the verdict then says what is missing. */
async function untilCalm(stage: ChaosStage, clients: number): Promise<void> {
  const overMs = Date.now();
  await delay(SETTLE_MS);
  while (!isCalm(readFigures(stage.journals), overMs, clients)) {
    if (Date.now() - overMs > SETTLE_MS_MAX) return;
    await delay(1000);
  }
}

async function judgeStage(
  stage: ChaosStage,
  run: {
    readonly faults: readonly StruckFault[];
    readonly unexpected: readonly UnexpectedEnd[];
    readonly beganMs: number;
    readonly endMs: number;
    readonly clients: number;
  },
): Promise<ChaosVerdict> {
  const { log, store } = await stage.openPorts();
  try {
    const journals = existsSync(stage.journals) ? readJournals(stage.journals) : [];
    const figures = readFigures(stage.journals);
    const events = readSessionEvents(stage.journals);
    return await judge(log, stage.world, { ...run, journals, figures, events });
  } finally {
    await log.close();
    await store.close();
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s`;
}
