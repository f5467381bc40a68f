import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const BROWSER = process.env['ATLASNET_CHROMIUM'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader'],
  ...['--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-sync'],
  ...['--disable-component-update', '--no-first-run'],
];
/** A processor draws every pixel here, the map's in a renderer of three dimensions. */
const VIEWPORT = { width: 640, height: 480 };

/** Whether there is a Chromium: tests that need it are left out else, aloud, and with CI=true not at all. */
export const hasBrowser = existsSync(BROWSER);
if (!hasBrowser) {
  const missing = `there is no Chromium at ${BROWSER}; name one in ATLASNET_CHROMIUM`;
  if (process.env['CI'] === 'true') throw new Error(missing);
  console.warn(`SKIPPED: pages in a browser: ${missing}`);
}

/** Starts Chromium, without a window or a network of its own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER, args: ARGUMENTS });
}

/** From one frame of a page to the next, milliseconds. */
const FRAME_MS = 50;
/** Of the map: to draw one takes a processor as long as it takes from one to the next of others. */
export const MAP_FRAME_MS = 250;

/** A small page that draws a frame so often; what it complains of goes to `errors`. */
export async function openPage(
  browser: Browser,
  errors: string[],
  frameMs = FRAME_MS,
): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.addInitScript(fewerFrames, frameMs);
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return page;
}

/** In the page: instead of sixty frames a second. */
function fewerFrames(frameMs: number): void {
  const page = globalThis as unknown as {
    requestAnimationFrame(draw: (nowMs: number) => void): number;
    cancelAnimationFrame(id: number): void;
  };
  page.requestAnimationFrame = (draw) => Number(setTimeout(() => draw(performance.now()), frameMs));
  page.cancelAnimationFrame = (id) => clearTimeout(id);
}
