import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PageStatus } from '@atlasnet/replay';
import { entityId, formatEntityId } from '@atlasnet/schemas';
import type { Browser, Page } from 'playwright-core';
import type { ClusterProcess } from '../e2e/cluster-process.ts';
import { ClusterFolder, freePortFlags } from '../e2e/cluster-process.ts';
import { MAP_FRAME_MS, hasBrowser, launchBrowser, openPage } from '../testing/test-browser.ts';

const LIMIT_MS = 90_000;

/** What a player's page shows, as examples/arena/page/play.ts says it. */
interface Shown {
  readonly state: string;
  readonly transport: string;
  readonly avatar: { readonly id: number; readonly x: number; readonly y: number } | null;
  readonly others: readonly { readonly id: number; readonly x: number; readonly y: number }[];
}

/** What one player saw of another in each frame that was drawn. */
interface Watched {
  readonly xs: number[];
  missing: number;
}

const withBrowser = hasBrowser ? describe : describe.skip;

withBrowser('the arena in two browsers', () => {
  const folder = new ClusterFolder('play');
  const errors: string[] = [];
  let cluster: ClusterProcess;
  let browser: Browser;
  let address = '';
  let map: Page;

  const shownOf = (page: Page): Promise<Shown> =>
    page.evaluate(() => (globalThis as unknown as { play: Shown }).play);
  const statusOf = (): Promise<PageStatus | null> =>
    map.evaluate(
      () => (globalThis as unknown as { cartograph: { status: PageStatus } }).cartograph.status,
    );

  async function until<Value>(what: string, look: () => Promise<Value | null>): Promise<Value> {
    for (const end = Date.now() + LIMIT_MS; Date.now() < end;) {
      const found = await look();
      if (found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`never came: ${what}\n${cluster.lines.slice(-20).join('\n')}`);
  }

  async function open(path: string, frameMs?: number): Promise<Page> {
    const page = await openPage(browser, errors, frameMs);
    await page.goto(address + path);
    return page;
  }

  /** Names that end in a multiple of four live in the hot spot, 200 m in the middle of four regions. */
  async function enter(name: string): Promise<Page> {
    await map.bringToFront();
    const href = await map.locator('#game').getAttribute('href');
    const page = await open(`/${href}`);
    await page.fill('#name', name);
    await page.click('#enter button');
    await until(`the avatar of ${name}`, async () => (await shownOf(page)).avatar);
    return page;
  }

  /** Runs by keyboard until within two metres. */
  async function walk(page: Page, x: number, y: number): Promise<void> {
    await page.bringToFront();
    const held = new Set<string>();
    const hold = async (key: string, wanted: boolean): Promise<void> => {
      if (wanted === held.has(key)) return;
      if (wanted) held.add(key);
      else held.delete(key);
      await (wanted ? page.keyboard.down(key) : page.keyboard.up(key));
    };
    await until(`the way to ${x}, ${y}`, async () => {
      const { avatar } = await shownOf(page);
      const [dx, dy] = avatar ? [x - avatar.x, y - avatar.y] : [0, 0];
      await hold('ArrowRight', dx > 1.5);
      await hold('ArrowLeft', dx < -1.5);
      await hold('ArrowUp', dy > 1.5);
      await hold('ArrowDown', dy < -1.5);
      return avatar && held.size === 0 ? true : null;
    });
  }

  async function regionOf(id: number): Promise<number> {
    const text = formatEntityId(entityId(id));
    await map.fill('#entity', text);
    await map.click('#search button');
    return until(`the region of ${text}`, async () => {
      const followed = (await statusOf())?.followed;
      return followed?.entity === text ? followed.region : null;
    });
  }

  beforeAll(async () => {
    const ports = await freePortFlags();
    // The border that is crossed stays where it is.
    const still = { 'heuristic.intervalMs': '600000' };
    const flags = { ...ports, ...still, 'example.bots': '6' };
    cluster = await folder.start(flags, 'arena');
    address = `http://127.0.0.1:${ports['pages.port']}`;
    await cluster.until(({ regions, clients }) => regions >= 4 && clients >= 6, LIMIT_MS);
    browser = await launchBrowser();
    map = await open('/', MAP_FRAME_MS);
    await until('the map', async () => ((await statusOf())?.regions.length ? true : null));
  }, 2 * LIMIT_MS);

  afterAll(async () => {
    await browser?.close();
    await folder.close();
  }, LIMIT_MS);

  test(
    'two players by keyboard see each other, and one crosses a border before the eyes of the other',
    async () => {
      const [ada, bob] = [await enter('ada-4'), await enter('bob-8')];
      expect((await shownOf(ada)).transport).toBe('websocket');
      const status = await statusOf();
      const edges = status?.regions.flatMap(({ max }) => (max ? [max[0]] : [])) ?? [];
      const edge = edges.find((x) => x > 920 && x < 1080);
      if (edge === undefined) throw new Error(`no border to cross: ${edges.join(' ')}`);
      await walk(ada, edge - 15, 960);
      await walk(bob, edge + 15, 966);
      const adaId = (await shownOf(ada)).avatar?.id ?? 0;
      const bobId = (await shownOf(bob)).avatar?.id ?? 0;
      await until('both in sight of each other', async () => {
        const [a, b] = [await shownOf(ada), await shownOf(bob)];
        const seen =
          a.others.some(({ id }) => id === bobId) && b.others.some(({ id }) => id === adaId);
        return seen ? true : null;
      });
      await map.bringToFront();
      const before = await regionOf(adaId);
      const watched = await bob.evaluateHandle((id) => {
        const seen: Watched = { xs: [], missing: 0 };
        const look = (): void => {
          const { play } = globalThis as unknown as { play: Shown };
          const found = play.others.find((other) => other.id === id);
          if (found) seen.xs.push(found.x);
          else seen.missing++;
        };
        setInterval(look, 20);
        return seen;
      }, adaId);
      await walk(ada, edge + 12, 960);
      await map.bringToFront();
      const after = await regionOf(adaId);
      expect(after).not.toBe(before);
      await bob.bringToFront();
      await until('the crossing in sight', async () => {
        const { xs } = await watched.jsonValue();
        return (xs.at(-1) ?? 0) > edge + 5 ? true : null;
      });
      const { xs, missing } = await watched.jsonValue();
      expect(missing).toBe(0);
      expect(xs[0]).toBeLessThan(edge);
      // She runs to the right only: what is shown of her never goes back, over the border either.
      const way = xs.slice(0, xs.findIndex((x) => x > edge + 5) + 1);
      expect(way.length).toBeGreaterThan(20);
      expect(way).toEqual(way.toSorted((a, b) => a - b));
      await ada.screenshot({ path: join(tmpdir(), 'arena-ada.png') });
      await bob.screenshot({ path: join(tmpdir(), 'arena-bob.png') });
      await map.bringToFront();
      await map.screenshot({ path: join(tmpdir(), 'arena-map.png') });
      expect(errors).toEqual([]);
    },
    4 * LIMIT_MS,
  );
});
