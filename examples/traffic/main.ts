import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AtlasNetClient } from 'atlasnet/client';
import { Feeder } from './feeder.ts';
import { FEEDER } from './game.ts';
import type { trafficWorld } from './world.ts';

type Client = AtlasNetClient<typeof trafficWorld>;

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

/** Plays the trace, with walkers as real clients beside it. */
export async function run(host: Host): Promise<void> {
  const { options, signal, directory } = host;
  const sleep = (delayMs: number): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, delayMs);
      signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
    });
  const feeder = new Feeder({
    client: await host.connect(FEEDER),
    trace: options.trace === '' ? OWN_TRACE : resolve(options.trace),
    speed: options.speed,
    loop: options.loop,
    directory,
    signal,
    sleep,
  });
  const bots = runBots(host, options.bots, sleep);
  await Promise.all([feeder.run(), bots]);
}

/** Clients that stroll through the city and see what is around them. */
async function runBots(
  host: Host,
  count: number,
  sleep: (delayMs: number) => Promise<void>,
): Promise<void> {
  const bots: Client[] = [];
  for (let i = 0; i < count && !host.signal.aborted; i++) {
    try {
      bots.push(await host.connect(`walker-${i}`));
    } catch (error) {
      host.print(`warn: a walker could not connect: ${String(error)}`);
    }
  }
  while (!host.signal.aborted) {
    for (const bot of bots) if (Math.random() < 0.2) stroll(bot);
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
