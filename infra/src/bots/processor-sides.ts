import { AtlasError } from '@atlasnet/schemas';
import type { RegisteredProcess } from '@atlasnet/cluster';

/** An answer that is not there by then is none, milliseconds. */
const ANSWER_MS = 2000;

/** Of lines below one with a name. */
const INDENT = ' '.repeat(20);

/** A process whose use of the processor was read. */
interface Reading {
  readonly role: string;
  /** User and system, since it started, seconds. */
  readonly seconds: number;
  /** When that was, on this process's clock. */
  readonly atMs: number;
}

/** What the processes of a role took of the processor. */
interface SideUse {
  readonly role: string;
  /** How many told it, both before and after. */
  readonly processes: number;
  /** Of a core, all of them together. */
  readonly cpuShare: number;
}

export interface ProcessorUse {
  readonly sides: readonly SideUse[];
  /** Processes that told nothing, or of which one was not there at both times, by role. */
  readonly silent: readonly string[];
}

interface SidesOptions {
  /** The cluster's processes. @throws AtlasError when the store is away */
  readonly processes: () => Promise<readonly RegisteredProcess[]>;
  /** network.token; empty: none is asked for. */
  readonly token: string;
}

/** What each side of a cluster takes of the processor meanwhile, by the metrics of its processes. */
export class ProcessorSides {
  readonly #options: SidesOptions;
  #before: ReadonlyMap<string, Reading | string> = new Map();

  constructor(options: SidesOptions) {
    this.#options = options;
  }

  /** From now on. */
  async begin(): Promise<void> {
    this.#before = await this.#read();
  }

  /** Since {@link begin}. */
  async end(): Promise<ProcessorUse> {
    const after = await this.#read();
    const shares = new Map<string, SideUse>();
    const silent: string[] = [];
    for (const id of new Set([...this.#before.keys(), ...after.keys()])) {
      const [one, other] = [this.#before.get(id), after.get(id)];
      if (typeof one !== 'object' || typeof other !== 'object') {
        silent.push(roleOf(one ?? other));
        continue;
      }
      const { role } = other;
      const used = ((other.seconds - one.seconds) * 1000) / (other.atMs - one.atMs);
      const { processes = 0, cpuShare = 0 } = shares.get(role) ?? {};
      shares.set(role, { role, processes: processes + 1, cpuShare: cpuShare + used });
    }
    const sides = [...shares.values()].toSorted((a, b) => b.cpuShare - a.cpuShare);
    return { sides, silent: silent.toSorted() };
  }

  /** By process; a role alone where there is no answer. */
  async #read(): Promise<ReadonlyMap<string, Reading | string>> {
    const processes = await this.#options.processes().catch((error: unknown) => {
      if (error instanceof AtlasError) return [];
      throw error;
    });
    const readings = await Promise.all(
      processes.map(async (process) => [process.id, await this.#ask(process)] as const),
    );
    return new Map(readings);
  }

  async #ask({ role, extra }: RegisteredProcess): Promise<Reading | string> {
    const { metrics } = extra;
    if (typeof metrics !== 'string') return role;
    const { token } = this.#options;
    const headers = new Headers(token === '' ? [] : [['authorization', `Bearer ${token}`]]);
    try {
      const answer = await fetch(metrics, { headers, signal: AbortSignal.timeout(ANSWER_MS) });
      const seconds = answer.ok ? cpuSecondsOf(await answer.text()) : null;
      return seconds === null ? role : { role, seconds, atMs: performance.now() };
    } catch {
      // Away, or it took too long: a side without a figure is said to be one.
      return role;
    }
  }
}

/** For people, a line each. */
export function sideLines(use: ProcessorUse | null): string[] {
  if (use === null)
    return [`${INDENT}the cluster's sides are not known: its registry was not read`];
  const { sides, silent } = use;
  if (sides.length + silent.length === 0) return [`${INDENT}nobody is in the cluster's registry`];
  const lines = sides.map(({ role, processes, cpuShare }) => {
    const many = processes === 1 ? role : `${role}, ${processes} of them`;
    return `${INDENT}${(cpuShare * 100).toFixed(0)} % of a core for ${many}`;
  });
  if (silent.length === 0) return lines;
  return [...lines, `${INDENT}no metrics of ${silent.join(', ')}`];
}

/** The processor's time in Prometheus text; null where it says nothing of it. */
function cpuSecondsOf(text: string): number | null {
  const found = /^process_cpu_seconds_total(?:\{[^}]*\})? (\S+)$/m.exec(text);
  const seconds = Number(found?.[1] ?? NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

function roleOf(reading: Reading | string | undefined): string {
  return typeof reading === 'object' ? reading.role : (reading ?? '');
}
