import { statSync } from 'node:fs';
import type { Logger } from '@atlasnet/schemas';
import { CONFIG_KEYS } from './keys-of-table.ts';
import { loadConfig, type LoadedConfig } from './load.ts';
import { listedValue, valueAt } from './listing.ts';
import type { Config } from './table/index.ts';

/** Polling sees every kind of save on every file system; a second late is soon enough. */
const POLL_MS = 1000;

/**
 * Calls `changed` with the new configuration whenever the file changed a live key. A key that is not
 * live is named as needing a restart; a file with a mistake is reported and the values stay.
 * @returns stops watching
 */
export function watchConfig(
  loaded: LoadedConfig,
  changed: (config: Config) => void,
  logger: Logger,
  pollMs = POLL_MS,
): () => void {
  const { file, inputs } = loaded;
  if (file === null) return () => undefined;
  let current = loaded.config;
  let seen = stampOf(file);
  const timer = setInterval(() => {
    const stamp = stampOf(file);
    if (stamp === seen) return;
    seen = stamp;
    try {
      const next = loadConfig({ ...inputs, file }).config;
      const live = report(current, next, logger);
      current = next;
      if (live) changed(next);
    } catch (error) {
      logger.error('the changed configuration is not taken over', { file, error });
    }
  }, pollMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Names what changed; says whether something live did. */
function report(before: Config, after: Config, logger: Logger): boolean {
  const changes = CONFIG_KEYS.filter(
    ({ path }) => JSON.stringify(valueAt(before, path)) !== JSON.stringify(valueAt(after, path)),
  );
  for (const entry of changes) {
    const value = listedValue(entry, valueAt(after, entry.path));
    if (entry.option.live) logger.info(`${entry.key} is now ${value}`);
    else logger.warn(`${entry.key} was changed to ${value}: it needs a restart`);
  }
  return changes.some((entry) => entry.option.live);
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs}/${size}/${ino}`;
  } catch {
    return 'missing'; // between an editor's delete and create
  }
}
