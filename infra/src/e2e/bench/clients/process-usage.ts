import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second of /proc on Linux. */
const TICKS_PER_SECOND = 100;

/** A process at one moment. */
export interface ProcessUsage {
  readonly pid: number;
  /** The command of `atlasnet` that it runs, or its program's name. */
  readonly name: string;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** A process and all its descendants; empty where there is no /proc. */
export function readUsage(root: number): ProcessUsage[] {
  const parents = new Map<number, number>();
  for (const entry of readdir()) {
    const fields = statFields(entry);
    if (fields) parents.set(entry, Number(fields[1]));
  }
  const inTree = (pid: number): boolean => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(inTree).flatMap((pid) => {
    const fields = statFields(pid);
    if (!fields) return [];
    const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
    return [{ pid, name: nameOf(pid), cpuMs, residentBytes: Number(fields[21]) * 4096 }];
  });
}

/** Share of a core that each process took between two readings; processes of one name are summed. */
export function coresBetween(
  before: readonly ProcessUsage[],
  after: readonly ProcessUsage[],
  elapsedMs: number,
): Map<string, number> {
  const cores = new Map<string, number>();
  for (const { pid, name: last, cpuMs } of after) {
    // One that is about to end has no name any more.
    const { name, cpuMs: started } = before.find((usage) => usage.pid === pid) ?? {
      name: last,
      cpuMs: 0,
    };
    cores.set(name, (cores.get(name) ?? 0) + (cpuMs - started) / elapsedMs);
  }
  return cores;
}

/** Milliseconds that all processors of the machine were busy, whoever kept them so. */
export function machineBusyMs(): number {
  try {
    const fields = readFileSync('/proc/stat', 'latin1').split('\n')[0].split(/\s+/).slice(1);
    const [user, nice, system, , , irq, softirq] = fields.map(Number);
    return ((user + nice + system + irq + softirq) * 1000) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

function readdir(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** From the state on: the name before may hold anything. */
function statFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function nameOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
    const script = words.findIndex((word) => word.endsWith('atlasnet.js'));
    const name = script >= 0 ? words[script + 1] : words[0];
    return name.split('/').at(-1) ?? name;
  } catch {
    return 'gone';
  }
}
