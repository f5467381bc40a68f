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

/** Whether there is a Chromium: tests that need it are left out else. */
export const hasBrowser = existsSync(BROWSER);

/** Starts Chromium, without a window or a network of its own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER, args: ARGUMENTS });
}

/** A small page of twenty frames a second; what it complains of goes to `errors`. */
export async function openPage(browser: Browser, errors: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.addInitScript(twentyFramesASecond);
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return page;
}

/** In the page: a third of the frames. */
function twentyFramesASecond(): void {
  const page = globalThis as unknown as {
    requestAnimationFrame(draw: (nowMs: number) => void): number;
    cancelAnimationFrame(id: number): void;
  };
  page.requestAnimationFrame = (draw) => Number(setTimeout(() => draw(performance.now()), 50));
  page.cancelAnimationFrame = (id) => clearTimeout(id);
}
