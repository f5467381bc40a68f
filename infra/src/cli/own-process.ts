import { hostname } from 'node:os';
import { identifyProcess } from '../dev-services/process-identity.ts';

/**
 * What a process's registry entry says so that a drill on the same machine finds exactly it: a pid may
 * be another process's by then, one that began at the same moment is not.
 */
export function ownProcess(): Readonly<Record<string, string | number>> {
  return own;
}

const { pid } = process;
const own = { pid, host: hostname(), began: identifyProcess(pid)?.began ?? '' };
