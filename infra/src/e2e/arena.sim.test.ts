import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AtlasNetServer } from '@atlasnet/cluster';
import { AtlasNetClient } from '@atlasnet/proxy';
import { verifyLog } from '@atlasnet/replay';
import type { VerifyReport } from '@atlasnet/replay';
import { compileWorld } from '@atlasnet/schemas';
import type { WorldDeclaration } from '@atlasnet/schemas';
import { ROOT } from '../cli/root.ts';
import { StrollStage } from './stroll-stage.ts';

type Client = AtlasNetClient<WorldDeclaration>;

/** What the example's modules export: they are no part of this package, and are read by path. */
interface Arena {
  readonly server: AtlasNetServer;
  readonly coinsTotal: number;
  readonly thinkMs: number;
  readonly Bot: new (client: Client, random: () => number) => Bot;
}

interface Bot {
  readonly tally: { readonly steered: number; readonly hits: number; readonly gifts: number };
  think(): void;
}

const BOTS = 12;
const LEAVING = 3;
/** Where four regions meet: bots that stray further from it than the second are led back, metres. */
const MIDDLE_M = 1000;
const STRAY_M = 12;
let arena: Arena;

beforeAll(async () => {
  const folder = join(ROOT, 'examples/dist/arena');
  const load = (name: string): Promise<unknown> => import(join(folder, name));
  const { server } = (await load('game.js')) as { server: AtlasNetServer };
  const { Bot, THINK_MS } = (await load('bots.js')) as Pick<Arena, 'Bot'> & { THINK_MS: number };
  const { COINS_TOTAL } = (await load('world.js')) as { COINS_TOTAL: number };
  arena = { server, Bot, thinkMs: THINK_MS, coinsTotal: COINS_TOTAL };
});

/** Bots of the hot spot, which fight where four regions meet. */
class ArenaStage {
  readonly stage: StrollStage;
  readonly clients: Client[] = [];
  readonly bots: Bot[] = [];

  private constructor(stage: StrollStage) {
    this.stage = stage;
  }

  static async open(seed: number): Promise<ArenaStage> {
    const own = new ArenaStage(await StrollStage.open(seed, { server: arena.server }));
    const { stage } = own;
    const random = stage.sim.world.random('bots');
    for (let i = 0; i < BOTS; i++) {
      const token = stage.token(`bot-${4 * i}`, 101 + i);
      const transport = stage.transport(101 + i);
      const client: Client = new AtlasNetClient({ world: arena.server.world, token, transport });
      client.connect().catch((error: unknown) => stage.sim.failures.push(error));
      own.clients.push(client);
      own.bots.push(new arena.Bot(client, () => random.fraction()));
    }
    await stage.run(1500);
    return own;
  }

  sum(name: keyof Bot['tally']): number {
    return this.bots.reduce((total, { tally }) => total + tally[name], 0);
  }

  async fight(thinks: number): Promise<void> {
    for (let i = 0; i < thinks; i++) {
      for (const bot of this.bots) bot.think();
      for (const client of this.clients) leadBack(client);
      await this.stage.run(arena.thinkMs);
    }
  }

  /** The log is read as anybody would, while the world goes on. */
  async verify(): Promise<VerifyReport> {
    const { sim } = this.stage;
    const { log } = sim.world.process('verifier');
    const conserved = [{ component: 'coins', carriedBy: { coins: 'amount' } }];
    let report: VerifyReport | null = null;
    const reading = verifyLog(log, sim.name, { conserved }).then((done) => (report = done));
    for (let i = 0; i < 600 && report === null; i++) await this.stage.run(100);
    return reading;
  }

  /** Messages of a name that another region's entity sent, applied and refused. */
  crossed(name: string): { applied: number; refused: number } {
    const { sim } = this.stage;
    const index = compileWorld(sim.options.server.world).messages.findIndex(
      (message) => message.name === name,
    );
    const count = { applied: 0, refused: 0 };
    sim.rebuild((frame, _, { region }) => {
      for (const { from, number, message } of frame.inputs?.messages ?? []) {
        if (from === region || message?.entityMessage?.kind !== index) continue;
        const refused = frame.refusals.some((each) => each.from === from && each.number === number);
        count[refused ? 'refused' : 'applied'] += 1;
      }
    });
    return count;
  }
}

function leadBack(client: Client): void {
  const { x, y } = client.avatar?.position ?? { x: MIDDLE_M, y: MIDDLE_M };
  const metres = Math.hypot(MIDDLE_M - x, MIDDLE_M - y);
  if (metres < STRAY_M) return;
  const scale = 10 / metres;
  client.input('steer', { vx: (MIDDLE_M - x) * scale, vy: (MIDDLE_M - y) * scale });
}

describe('the arena’s bots in a cluster on simulated ports', () => {
  test('[I1–I6, I8] coins outlive blows and gifts across borders, a shard’s death and leaving', async () => {
    const own = await ArenaStage.open(11);
    const { stage, clients } = own;
    await own.fight(120);
    const hitsBefore = own.sum('hits');
    stage.crashOwnerOf(clients[0]);
    await own.fight(120);
    // Some leave with their pockets full: what they have goes back to the bank.
    for (const client of clients.slice(0, LEAVING)) void client.close();
    await own.fight(40);
    await stage.run(4000);
    expect(stage.sim.failures).toEqual([]);
    // Who stayed, and the bank.
    const living = stage.sim.rebuild().reduce((sum, { table }) => sum + table.count, 0);
    expect(living).toBe(BOTS - LEAVING + 1);
    expect(hitsBefore).toBeGreaterThan(10);
    expect(own.sum('hits')).toBeGreaterThan(hitsBefore + 10);
    expect(own.sum('gifts')).toBeGreaterThan(10);
    expect(own.crossed('blow').applied).toBeGreaterThan(20);
    // Beside gifts there are a loan for each newcomer, which are fewer.
    expect(own.crossed('coins').applied).toBeGreaterThan(2 * BOTS);

    const report = await own.verify();
    expect(report.first).toBeNull();
    expect(report.held).toBe(true);
    expect(report.unreadable).toBe(0);
    expect(report.invariants.filter(({ facts }) => facts === 0)).toEqual([]);
    const [coins] = report.conserved;
    expect(coins.living + coins.inFlight + coins.parked).toBe(arena.coinsTotal);
    expect(coins.undeliverable).toBe(0);
  });
});
