import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's (or package's) folder; the same from src/cli, dist/cli and dist/bundle. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** What the thread of a socket runs. */
export const UDP_THREAD_SCRIPT = join(ROOT, 'infra/dist/thread/udp-thread.js');

/** The CLI's script, for child processes. */
export const CLI_SCRIPT = join(ROOT, 'infra/bin/atlasnet.js');
