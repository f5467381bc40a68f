import { hostname } from 'node:os';
import { identifyProcess } from '../dev-services/process-identity.ts';

/**
 * What a process's registry entry says so that a drill on the same machine finds exactly it: a pid may
 * be another process's by then, one that began at the same moment is not. And where its metrics are.
 */
export function ownProcess(): Readonly<Record<string, string | number>> {
  return own;
}

/** From now on the registry says so to whoever reads them, in entries that were handed out too. */
export function announceMetrics(url: string): void {
  own['metrics'] = url;
}

const { pid } = process;
const own: Record<string, string | number> = {
  pid,
  host: hostname(),
  began: identifyProcess(pid)?.began ?? '',
};
