import { setTimeout as sleep } from 'node:timers/promises';
import type { AtlasNetClient } from 'atlasnet/client';
import { Bot, THINK_MS } from './bots.ts';
import type { BotTally } from './bots.ts';
import type { arenaWorld } from './world.ts';

type Client = AtlasNetClient<typeof arenaWorld>;

/** What `atlasnet example` gives to a program. */
export interface Host {
  connect(account: string, viewRadiusM?: number): Promise<Client>;
  readonly options: { readonly bots: number };
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Before a bot whose connection ended connects again, milliseconds. */
const RECONNECT_MS = 1000;

/** Runs the bots until the signal; each is a client of its own, over UDP. */
export async function run(host: Host): Promise<void> {
  const { signal, options } = host;
  const bots = Array.from({ length: options.bots }, (_, i) => live(host, `bot-${i}`));
  const tallies = await Promise.all(bots);
  const sum = (name: keyof BotTally): number =>
    tallies.reduce((total, tally) => total + tally[name], 0);
  if (!signal.aborted) return;
  host.print(`${sum('hits')} hits, ${sum('gifts')} gifts, ${sum('refused')} refused`);
}

/** One bot's life, through lost connections; why one could not be made is told by the host. */
async function live(host: Host, account: string): Promise<BotTally> {
  const { signal } = host;
  const total: BotTally = { steered: 0, hits: 0, gifts: 0, refused: 0 };
  while (!signal.aborted) {
    const client = await host.connect(account).catch(() => null);
    if (client) {
      const { tally } = await liveOnce(client, signal);
      for (const name of Object.keys(total) as (keyof BotTally)[]) total[name] += tally[name];
    }
    await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
  }
  return total;
}

async function liveOnce(client: Client, signal: AbortSignal): Promise<Bot> {
  const bot = new Bot(client, Math.random);
  let closed = false;
  client.on('closed', () => (closed = true));
  while (!closed && !signal.aborted) {
    bot.think();
    await sleep(THINK_MS, undefined, { signal }).catch(() => undefined);
  }
  return bot;
}
