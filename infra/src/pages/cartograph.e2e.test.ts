import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CartographService } from '@atlasnet/replay';
import type { PageStatus } from '@atlasnet/replay';
import type { Browser, Page } from 'playwright-core';
import { SystemClock } from '../adapters/system/index.ts';
import { ROOT } from '../cli/root.ts';
import { LoggedWorld } from '../testing/logged-world.ts';
import { MAP_FRAME_MS, hasBrowser, launchBrowser, openPage } from '../testing/test-browser.ts';
import { walkers } from '../testing/walkers.ts';
import { CartographPages } from './cartograph-pages.ts';

/** Chromium without a graphics card draws each by itself: a frame of three thousand is a tenth of a second's work. */
const ENTITIES = 1000;
const SCREENSHOTS = tmpdir();
const quiet = (): void => undefined;
const silentLogger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

interface Shown {
  status: PageStatus | null;
  points: number;
  positions: number[];
  pictures: number;
}

const withBrowser = hasBrowser ? describe : describe.skip;

withBrowser('the live map in a browser', () => {
  const world = new LoggedWorld(walkers(ENTITIES, 2000), { world: 'city', regions: 6, shards: 3 });
  const requests: string[] = [];
  const errors: string[] = [];
  let pages: CartographPages;
  let running: Promise<void>;
  let browser: Browser;
  let page: Page;
  let ticking: NodeJS.Timeout;

  const shown = (): Promise<Shown> =>
    page.evaluate(() => (globalThis as unknown as { cartograph: Shown }).cartograph);
  const until = async (what: (now: Shown) => boolean): Promise<Shown> => {
    for (let tries = 0; tries < 150; tries++) {
      const now = await shown();
      if (what(now)) return now;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the page never showed it: ${JSON.stringify((await shown()).status?.totals)}`);
  };

  /** Where a place is on the page: the map fits the world's bounds, y up. */
  const pixelOf = async (now: PageStatus | null, x: number, y: number) => {
    const box = await page.locator('#map').boundingBox();
    const { min, max } = now?.bounds ?? {};
    if (!box || !min || !max) throw new Error('the page has no map yet');
    const [width, height] = [max[0] - min[0], max[1] - min[1]];
    const scale = Math.min((box.width * 0.94) / width, (box.height * 0.94) / height);
    return [
      box.x + box.width / 2 + (x - min[0] - width / 2) * scale,
      box.y + box.height / 2 - (y - min[1] - height / 2) * scale,
    ] as const;
  };

  beforeAll(async () => {
    world.run(30);
    world.checkpoint();
    const cartograph = new CartographService({
      ...{ log: world.log, world: 'city', clock: new SystemClock(), logger: silentLogger },
    });
    pages = await CartographPages.start({
      ...{ cartograph, host: '127.0.0.1', port: 0, token: 'secret word', root: ROOT },
    });
    running = pages.run();
    ticking = setInterval(() => world.run(1), 100);
    browser = await launchBrowser();
    page = await openPage(browser, errors, MAP_FRAME_MS);
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`http://127.0.0.1:${pages.port}/?token=secret%20word`);
  });

  afterAll(async () => {
    clearInterval(ticking);
    await browser?.close();
    await pages?.stop();
    await running;
  });

  test('shows the regions with their owners, and points that move', async () => {
    const first = await until(
      ({ points, status }) => points > (ENTITIES * 29) / 30 && Boolean(status?.bounds),
    );
    expect(first.status?.regions).toHaveLength(6);
    expect(new Set(first.status?.regions.map(({ owner }) => owner)).size).toBe(3);
    const later = await until(({ pictures }) => pictures > first.pictures + 5);
    expect(later.positions).not.toEqual(first.positions);
    expect(await page.locator('#regions tr').count()).toBe(6);
    expect(await page.locator('#totals').innerText()).toContain('handoffs/s');
    const canvas = await page.locator('#map canvas').first().screenshot();
    const coloured = await page.evaluate<number>(brightPixels(canvas.toString('base64')));
    // Points of some pixels each, and borders: a map that draws nothing has none.
    expect(coloured).toBeGreaterThan(3000);
  });

  test('borders that move and handoffs are seen', async () => {
    const boxes = world.map.toRecords().map(({ region, min, max }) => ({
      region,
      min: [...min],
      max: [...max],
    }));
    const edge = boxes[0].max[0];
    for (const box of boxes) {
      if (box.min[0] === edge) box.min[0] = edge + 150;
      if (box.max[0] === edge) box.max[0] = edge + 150;
    }
    world.moveBorders(boxes);
    const moved = await until(
      ({ status }) => status?.mapVersion === 2 && status.totals.handoffsPerSecond > 1,
    );
    expect(moved.status?.regions[0].max?.[0]).toBe(edge + 150);
    await page.screenshot({ path: join(SCREENSHOTS, 'cartograph.png') });
  });

  test('an entity is found by its id and followed', async () => {
    await page.fill('#entity', '0.7');
    await page.click('#search button');
    const { status } = await until((now) => Boolean(now.status?.followed));
    expect(status?.followed).toMatchObject({ entity: '0.7', values: { label: 'w6' } });
    expect(await page.locator('#followed').innerText()).toContain('w6');
  });

  test('a click on the map follows who is there, and one beside all nobody', async () => {
    await page.locator('#time').fill('20');
    const { status, positions } = await until(({ status: now }) => now?.tick === 20);
    const [x, y] = positions;
    await page.mouse.click(...(await pixelOf(status, x, y)));
    const clicked = await until(({ status: now }) => (now?.followed?.entity ?? '0.7') !== '0.7');
    const at = clicked.status?.followed?.values['position'] as { x: number; y: number };
    // Another may be as near to the pixel: a thousand are on a map of some 150.
    expect(Math.hypot(at.x - x, at.y - y)).toBeLessThan(60);

    await page.mouse.click(...(await pixelOf(status, -1000, 0)));
    await until(({ status: now }) => now?.followed === null);
    await page.click('#live');
    await until(({ status: now }) => now?.live === true);
  });

  test('time can be paused, turned back, played on, and made live again', async () => {
    await page.locator('#time').fill('20');
    const past = await until(({ status }) => status?.live === false && status.tick === 20);
    expect(past.status?.regions).toHaveLength(6);
    expect(past.status?.mapVersion).toBe(1);
    for (const { owner, epoch } of past.status?.regions ?? []) {
      expect(owner).toMatch(/^[0-9a-f]{16}$/);
      expect(epoch).toBeGreaterThan(0);
    }
    await page.click('#play');
    await until(({ status }) => status?.live === false && status.tick > 24);
    await page.click('#play');
    await until(({ status }) => status?.playing === false);
    await page.click('#live');
    await until(({ status }) => status?.live === true && status.tick > 30);
  });

  test('asks for nothing but its own server, and nothing without the token', async () => {
    expect(requests.filter((url) => !url.startsWith(`http://127.0.0.1:${pages.port}/`))).toEqual(
      [],
    );
    expect(errors).toEqual([]);
    const answer = await fetch(`http://127.0.0.1:${pages.port}/`);
    expect(answer.status).toBe(401);
  });
});

/** A script for the page: how many pixels of a picture are bright. */
function brightPixels(base64: string): string {
  return `(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${base64}';
    await image.decode();
    const copy = document.createElement('canvas');
    copy.width = image.width;
    copy.height = image.height;
    const context = copy.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let bright = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (Math.max(data[i], data[i + 1], data[i + 2]) > 100) bright += 1;
    }
    return bright;
  })()`;
}
