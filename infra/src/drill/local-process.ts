import { hostname } from 'node:os';
import type { RegisteredProcess } from '@atlasnet/cluster';
import { AtlasError } from '@atlasnet/schemas';
import { isRunning } from '../dev-services/process-identity.ts';
import type { ProcessIdentity } from '../dev-services/process-identity.ts';

/**
 * The process behind a registry entry, if it runs on this machine: signals reach no other.
 * @throws AtlasError ATLAS_DRILL_REFUSED
 */
export function localProcess({ role, id, extra }: RegisteredProcess): ProcessIdentity {
  const { pid, host, began } = extra;
  const name = `the ${role} ${id}`;
  if (typeof pid !== 'number' || typeof began !== 'string' || typeof host !== 'string') {
    throw refused(`${name} does not say where it runs`, 'Start it with this version.');
  }
  if (host !== hostname()) {
    throw refused(`${name} runs on ${host}, not here`, 'Run the drill on that machine.');
  }
  const identity = { pid, began };
  if (isRunning(identity)) return identity;
  throw refused(`${name} says that it is process ${pid}, which is another or gone`, 'Try again.');
}

export function refused(sentence: string, hint: string): AtlasError {
  return new AtlasError('ATLAS_DRILL_REFUSED', sentence, { hint });
}
