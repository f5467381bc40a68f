import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Milliseconds by [whose work it was, where in it the processor was]. */
export type ProcessorAccount = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Between two looks at the stack, microseconds. */
const INTERVAL_US = 500;
/** Ports, who follows a partition, and the simulator: they stand between the work and whoever it is for. */
const BETWEEN = ['infra/adapters', 'infra/e2e', 'schemas/ports', 'schemas/control'];
/** Of our sources: the package, and the first folder or file in it. */
const OWN = /(?:^|\/)(schemas|cluster|heuristic|proxy|replay|infra)\/(?:src|dist)\/([^./]+)/;

/** Runs something and tells which part of the product took the processor meanwhile. */
export async function withAccount<T>(
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly account: ProcessorAccount }> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
    await session.post('Profiler.start');
    const result = await run();
    const { profile } = await session.post('Profiler.stop');
    return { result, account: accountOf(profile) };
  } finally {
    session.disconnect();
  }
}

/** Lines of a table: a part's share, and what of it was where. */
export function accountLines(account: ProcessorAccount, simulatedMs: number): string[] {
  const parts = Array.from(account, ([part, places]) => ({ part, places, ms: sumOf(places) }));
  const all = parts.reduce((sum, { ms }) => sum + ms, 0);
  const share = (ms: number): string => `${((ms / all) * 100).toFixed(1)} %`;
  const perSecond = (all / simulatedMs) * 1000;
  return [
    `${perSecond.toFixed(0)} ms of the processor a simulated second:`,
    ...parts
      .sort((a, b) => b.ms - a.ms)
      .filter(({ ms }) => ms * 1000 >= all)
      .map(({ part, places, ms }) => {
        const inner = Array.from(places).sort(([, a], [, b]) => b - a);
        const told = inner.slice(0, 5).map(([place, its]) => `${place} ${share(its)}`);
        return `${share(ms).padStart(7)}  ${part}: ${told.join(', ')}`;
      }),
  ];
}

/** Adds one account to another. */
export function addAccount(to: Map<string, Map<string, number>>, account: ProcessorAccount): void {
  for (const [part, places] of account) {
    for (const [place, ms] of places) addTime(to, part, place, ms);
  }
}

function addTime(
  to: Map<string, Map<string, number>>,
  part: string,
  place: string,
  ms: number,
): void {
  const places = to.get(part) ?? new Map<string, number>();
  to.set(part, places);
  places.set(place, (places.get(place) ?? 0) + ms);
}

function sumOf(places: ReadonlyMap<string, number>): number {
  return Array.from(places.values()).reduce((sum, ms) => sum + ms, 0);
}

/** Where a call is: whose work it is part of, which the outermost call of ours says, and the innermost. */
interface Standing {
  readonly part: string | null;
  readonly place: string | null;
  /** The outermost of those that stand between. */
  readonly between: string | null;
}

/** Of a profile: each sample is its outermost call's, in its innermost. */
export function accountOf({
  nodes,
  samples = [],
  timeDeltas = [],
}: Profiler.Profile): ProcessorAccount {
  const folders = new Folders();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const standings = new Map<number, Standing>();
  const visit = (node: Profiler.ProfileNode, above: Standing): void => {
    const folder = folders.of(node.callFrame);
    const isBetween = folder !== null && BETWEEN.includes(folder);
    const standing = {
      part: above.part ?? (isBetween ? null : folder),
      place: folder ?? above.place,
      between: above.between ?? (isBetween ? folder : null),
    };
    standings.set(node.id, standing);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) visit(child, standing);
    }
  };
  visit(nodes[0], { part: null, place: null, between: null });
  const account = new Map<string, Map<string, number>>();
  for (const [index, id] of samples.entries()) {
    const { part, place, between } = standings.get(id) ?? {
      part: null,
      place: null,
      between: null,
    };
    const name = byId.get(id)?.callFrame.functionName;
    const engine = name === '(garbage collector)' ? name : '(engine)';
    addTime(account, part ?? between ?? engine, place ?? engine, timeDeltas[index] / 1000);
  }
  return account;
}

/** Tells from where a function was compiled in which folder of ours it was written. */
class Folders {
  readonly #maps = new Map<string, SourceMap | null>();
  readonly #known = new Map<string, string | null>();

  of({ url, lineNumber, columnNumber }: Profiler.ProfileNode['callFrame']): string | null {
    if (url === '' || url.startsWith('node:')) return null;
    const place = `${url}:${lineNumber}:${columnNumber}`;
    let folder = this.#known.get(place);
    if (folder === undefined) {
      const entry = this.#mapOf(url)?.findEntry(lineNumber, columnNumber);
      // Said as seen from the compiled file.
      const source =
        entry && 'originalSource' in entry ? new URL(entry.originalSource, url).href : url;
      const found = source.includes('node_modules') ? null : OWN.exec(source);
      folder = found ? `${found[1]}/${found[2]}` : null;
      this.#known.set(place, folder);
    }
    return folder;
  }

  /** Null for what was not bundled: its own path says where it is. */
  #mapOf(url: string): SourceMap | null {
    let map = this.#maps.get(url);
    if (map === undefined) {
      try {
        const path = url.startsWith('file:') ? fileURLToPath(url) : url;
        map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')));
      } catch {
        map = null;
      }
      this.#maps.set(url, map);
    }
    return map;
  }
}
