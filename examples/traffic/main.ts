import { setMaxListeners } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TrafficClient as Client } from './feeder-lane.ts';
import { Feeder } from './feeder.ts';
import { feederAccount } from './game.ts';

/** What `atlasnet example` gives to a program. */
export interface Host {
  connect(account: string, viewRadiusM?: number): Promise<Client>;
  readonly options: {
    readonly bots: number;
    readonly trace: string;
    readonly speed: number;
    readonly loop: boolean;
  };
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** The trace that ships with the example; this file runs from examples/dist/traffic. */
const OWN_TRACE = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../traffic/traces/small.csv.gz',
);
/** Between two thoughts of a bot, milliseconds. */
const THINK_MS = 250;
/** Before a walker whose connection ended connects again, milliseconds. */
const RECONNECT_MS = 1000;

type Sleep = (delayMs: number) => Promise<void>;

/** Plays the trace, with walkers as real clients beside it. */
export async function run(host: Host): Promise<void> {
  const { options, signal, directory } = host;
  // Every lane and bot may sleep at once.
  setMaxListeners(0, signal);
  const sleep: Sleep = (delayMs) => pause(delayMs, undefined, { signal }).catch(() => undefined);
  const feeder = new Feeder({
    connect: (lane) => host.connect(feederAccount(lane)),
    trace: options.trace === '' ? OWN_TRACE : resolve(options.trace),
    speed: options.speed,
    loop: options.loop,
    directory,
    signal,
    sleep,
    nowMs: () => performance.now(),
    warn: (line) => host.print(`warn: ${line}`),
  });
  const bots = Array.from({ length: options.bots }, (_, i) => live(host, `walker-${i}`, sleep));
  await Promise.all([feeder.run(), ...bots]);
}

/** One walker's life, through lost connections; why one could not be made is told by the host. */
async function live(host: Host, account: string, sleep: Sleep): Promise<void> {
  while (!host.signal.aborted) {
    const bot = await host.connect(account).catch(() => null);
    if (bot) await walk(bot, host, sleep);
    await sleep(RECONNECT_MS);
  }
}

/** Walks about until the connection ends. */
async function walk(bot: Client, host: Host, sleep: Sleep): Promise<void> {
  let closed = false;
  bot.on('closed', () => (closed = true));
  while (!closed && !host.signal.aborted) {
    if (Math.random() < 0.2) stroll(bot);
    await sleep(THINK_MS);
  }
}

/** A new direction now and then, away from the rim. */
function stroll(bot: Client): void {
  const at = bot.avatar?.position;
  if (!at) return;
  const towards = { x: 1700 - at.x, y: 1700 - at.y };
  const far = Math.hypot(towards.x, towards.y);
  const angle = far > 1400 ? Math.atan2(towards.y, towards.x) : Math.random() * 2 * Math.PI;
  bot.input('steer', { x: Math.cos(angle) * 8, y: Math.sin(angle) * 8 });
}
