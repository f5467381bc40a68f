import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientJournal } from '@atlasnet/cluster';
import type { AtlasNetClient } from '@atlasnet/proxy';
import type { EntityId, Position, WorldDeclaration } from '@atlasnet/schemas';
import type { ExampleHost } from '../../cli/commands/example.ts';
import { JournaledClient } from '../journaled-client.ts';
import { JOURNALS_ENV } from './chaos-stage.ts';
import type { SessionEvent } from './read-journals.ts';
import { RunFigures } from './run-figures.ts';

/** A client thinks so often, milliseconds. */
const THINK_MS = 100;
/** One update in so many is kept in the journal, beside every spawn. */
const KEPT_UPDATES = 16;
/** How close two fighters have to be, metres. */
const REACH_M = 5;
const RUN_MPS = 8;
/** Part of the thoughts near somebody that become a command. */
const ACT_RATE = 0.5;
const GIFT_RATE = 0.5;
/** After a connection that ended, milliseconds. */
const AGAIN_MS = 500;
/** At the end, commands on their way are waited for, milliseconds. */
const REST_MS = 5000;

type Client = AtlasNetClient<WorldDeclaration>;

/**
 * What `atlasnet example` runs in a chaos run: fighters of the arena who strike each other and trade
 * coins, and keep journals. Writes `journals.ndjson` (a line a session), `figures.ndjson` (a line a
 * second) and `sessions.ndjson` (a line for each turn that a session takes).
 */
export async function run(host: ExampleHost): Promise<void> {
  const directory = process.env[JOURNALS_ENV] ?? host.directory;
  const journals = createWriteStream(join(directory, 'journals.ndjson'));
  const lines = createWriteStream(join(directory, 'figures.ndjson'));
  const events = createWriteStream(join(directory, 'sessions.ndjson'));
  const write = (stream: WriteStream, line: string): void => void stream.write(`${line}\n`);
  const figures = new RunFigures();
  const second = setInterval(() => write(lines, JSON.stringify(figures.take())), 1000);
  const players = Array.from({ length: host.options.bots }, (_, i) => {
    return new Player(host, `bot-${i}`, figures, {
      journal: (journal) => write(journals, journal.toLine()),
      event: (event) => write(events, JSON.stringify(event)),
    });
  });
  await Promise.all(players.map((player) => player.live()));
  clearInterval(second);
  const streams = [journals, lines, events];
  await Promise.all(streams.map((each) => new Promise((done) => each.end(done))));
}

interface Keep {
  journal(journal: ClientJournal): void;
  event(event: SessionEvent): void;
}

/** One account, through as many sessions as it takes. */
class Player {
  readonly #host: ExampleHost;
  readonly #account: string;
  readonly #figures: RunFigures;
  readonly #keep: Keep;
  #heading = Math.random() * 2 * Math.PI;

  constructor(host: ExampleHost, account: string, figures: RunFigures, keep: Keep) {
    this.#host = host;
    this.#account = account;
    this.#figures = figures;
    this.#keep = keep;
  }

  async live(): Promise<void> {
    const { signal } = this.#host;
    let sessions = 0;
    while (!signal.aborted) {
      try {
        const session = Math.floor(Math.random() * 2 ** 53);
        const client = await this.#host.connect(this.#account, 0, session);
        sessions += 1;
        if (sessions > 1) this.#figures.newSession();
        await this.#liveOnce(
          new JournaledClient({
            ...{ client, session, account: this.#account, keptUpdates: KEPT_UPDATES },
            nowMs: () => performance.now(),
          }),
        );
      } catch (error) {
        if (signal.aborted) return;
        this.#figures.failedConnect();
        this.#host.print(`warn: ${this.#account}: ${String(error)}`);
      }
      await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #liveOnce(journaled: JournaledClient<WorldDeclaration>): Promise<void> {
    const { client, journal } = journaled;
    let closed = false;
    const tell = (what: SessionEvent['what'], why = ''): void => {
      const { account, session } = journal;
      this.#keep.event({ atMs: Date.now(), account, session, what, avatar: client.avatarId, why });
    };
    tell('connected');
    client.on('avatar', () => tell('avatar'));
    client.on('resuming', () => tell('resuming'));
    client.on('resumed', () => {
      this.#figures.resumed();
      tell('resumed');
    });
    client.on('closed', (error) => {
      closed = true;
      tell('closed', error ? `${error.code}: ${error.message}` : '');
    });
    const { signal } = this.#host;
    let seenTick = client.tick;
    let seenMs = performance.now();
    while (!closed && !signal.aborted) {
      const nowMs = performance.now();
      if (client.tick > seenTick) {
        this.#figures.gap(nowMs - seenMs);
        seenTick = client.tick;
        seenMs = nowMs;
      }
      this.#figures.lives(this.#account, nowMs - seenMs);
      this.#think(journaled);
      await delay(THINK_MS, undefined, { signal }).catch(() => undefined);
    }
    const restMs = performance.now() + REST_MS;
    while (!closed && journaled.waits && performance.now() < restMs) await delay(50);
    await client.close();
    this.#keep.journal(journal);
  }

  #think(journaled: JournaledClient<WorldDeclaration>): void {
    const { client } = journaled;
    const { avatar } = client;
    if (!avatar) return;
    const { x, y } = avatar.position;
    const near = nearest(client, avatar.position);
    if (Math.random() < 0.2) this.#heading = Math.random() * 2 * Math.PI;
    if (near && near.metres > REACH_M / 2) this.#heading = Math.atan2(near.y - y, near.x - x);
    const speed = near && near.metres < REACH_M / 2 ? 0 : RUN_MPS;
    const [vx, vy] = [Math.cos(this.#heading) * speed, Math.sin(this.#heading) * speed];
    client.input('steer' as never, { vx, vy } as never);
    if (!near || near.metres > REACH_M || journaled.waits || Math.random() > ACT_RATE) return;
    if (Math.random() < GIFT_RATE) void this.#act(journaled, 'give', { to: near.id, coins: 1 });
    else void this.#act(journaled, 'hit', { target: near.id });
  }

  async #act(
    journaled: JournaledClient<WorldDeclaration>,
    name: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const sentMs = performance.now();
    const outcome = await journaled.command(name as never, payload as never);
    // Without one the connection ended before its client heard: the log says what became of it.
    if (outcome) this.#figures.acknowledged(performance.now() - sentMs);
  }
}

function nearest(client: Client, from: Position) {
  let best: { id: EntityId; x: number; y: number; metres: number } | null = null;
  for (const entity of client.entities.values()) {
    const { x, y } = entity.position;
    const metres = Math.hypot(x - from.x, y - from.y);
    if (entity.id === client.avatarId || !entity.has('health' as never)) continue;
    if (!best || metres < best.metres) best = { id: entity.id, x, y, metres };
  }
  return best;
}
