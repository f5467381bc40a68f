/// <reference lib="dom" />
import type { PageStatus, RegionRow } from '../cartograph/page-messages.ts';
import { colourOf, cssOf } from './colours.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** The element with an id that index.html has. */
export function element<E extends HTMLElement = HTMLElement>(id: string): E {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as E;
}

function bytesText(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB/s`;
  return `${(bytes / 1e3).toFixed(1)} kB/s`;
}

/** Writes the figures of a status into the page. */
export function showStatus(status: PageStatus): void {
  const { totals, regions, followed } = status;
  element('world').textContent = `${status.world} · map ${status.mapVersion}`;
  const figures: readonly (readonly [string, string])[] = [
    ['entities', whole.format(totals.entities)],
    ['regions', String(regions.filter(({ min }) => min !== null).length)],
    ['handoffs/s', totals.handoffsPerSecond.toFixed(1)],
    ['imbalance', totals.imbalance.toFixed(2)],
    ['clients', whole.format(totals.clients)],
    ['log', bytesText(totals.logBytesPerSecond)],
    ['slowest tick', `${totals.tickMsMax.toFixed(1)} ms`],
  ];
  element('totals').replaceChildren(
    ...figures.map(([name, value]) => node('div', [node('dt', name), node('dd', value)])),
  );
  element('regions').replaceChildren(...regions.map(rowOf));
  showTime(status);
  const box = element('followed');
  box.hidden = followed === null;
  if (!followed) return;
  const where = followed.region === null ? 'is nowhere' : `in region ${followed.region}`;
  const values = Object.entries(followed.values).map(
    ([name, value]) => `${name} ${JSON.stringify(value, (_key, inner: unknown) => rounded(inner))}`,
  );
  box.textContent = `entity ${followed.entity} ${where}\n${values.join('\n')}`;
  box.style.whiteSpace = 'pre-line';
}

function showTime({ tick, firstTick, lastTick, live, playing, tickHz }: PageStatus): void {
  const slider = element<HTMLInputElement>('time');
  slider.min = String(firstTick);
  slider.max = String(lastTick);
  if (document.activeElement !== slider || live) slider.value = String(tick);
  const behind = (lastTick - tick) / tickHz;
  element('tick').textContent = live ? `tick ${tick}` : `tick ${tick}, −${behind.toFixed(1)} s`;
  element('live').classList.toggle('on', live);
  element('play').textContent = playing ? '❚❚' : '▶';
}

function rowOf(row: RegionRow): HTMLElement {
  const swatch = node('i', '');
  swatch.style.background = cssOf(colourOf(row.owner));
  const owner = node('td', [swatch, document.createTextNode(row.owner?.slice(0, 6) ?? '–')]);
  const dilation = row.condition === 'dilated' ? ` ${row.skippedPercent.toFixed(0)} %` : '';
  const condition = node('td', row.condition + dilation);
  condition.className = row.condition;
  const cells = [
    ...[String(row.epoch), String(row.tick), whole.format(row.entities), row.tickMs.toFixed(1)],
    ...[row.handoffsPerSecond.toFixed(1), String(row.queuedFrames)],
  ];
  const region = node('td', String(row.region));
  return node('tr', [region, owner, ...cells.map((text) => node('td', text)), condition]);
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}

function node(name: string, content: string | readonly Node[]): HTMLElement {
  const made = document.createElement(name);
  if (typeof content === 'string') made.textContent = content;
  else made.append(...content);
  return made;
}
