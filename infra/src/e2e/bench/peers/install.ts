import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasError } from '@atlasnet/schemas';
import { ROOT } from '../../../cli/root.ts';

export const PEERS_FOLDER = join(ROOT, 'infra/e2e/peers');
const COLYSEUS = join(PEERS_FOLDER, 'colyseus');
const NPM_WORDS = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const ERRORS_MOST = 500;

/**
 * Colyseus from the package registry, as its lock file here has it, into node_modules beside it.
 * @returns its version
 * @throws AtlasError ATLAS_USAGE when npm cannot
 */
export function installColyseus(progress: (text: string) => void): string {
  const { dependencies } = readJson(join(COLYSEUS, 'package.json')) as {
    dependencies: Record<string, string>;
  };
  const wanted = Object.entries(dependencies);
  if (!wanted.every(([name, version]) => installedVersion(name) === version)) {
    progress('installs Colyseus into infra/e2e/peers/colyseus/node_modules');
    const installed = spawnSync('npm', NPM_WORDS, { cwd: COLYSEUS, encoding: 'utf8' });
    if (installed.status !== 0) {
      const said = installed.error?.message ?? installed.stderr.slice(-ERRORS_MOST);
      throw new AtlasError('ATLAS_USAGE', `Colyseus cannot be installed: ${said}`, {
        hint: 'npm and the package registry are needed once; --only names servers without it.',
      });
    }
  }
  return dependencies['@colyseus/core'];
}

function installedVersion(name: string): string | null {
  const file = join(COLYSEUS, 'node_modules', name, 'package.json');
  return existsSync(file) ? (readJson(file) as { version: string }).version : null;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
