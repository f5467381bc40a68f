import { hostname } from 'node:os';
import { join } from 'node:path';
import { isLoopback } from './checks.ts';
import { CONFIG_KEYS } from './keys-of-table.ts';
import type { Config } from './table/index.ts';

/** Where a listener binds: its own host, or the one for all. */
export function bindHostOf(config: Config, own: string): string {
  return own === '' ? config.network.bindHost : own;
}

/** A process's own port: the configured one plus its index on this machine; 0 stays any free one. */
export function ownPort({ process: self }: Config, configured: number): number {
  return configured === 0 ? 0 : configured + self.index;
}

/**
 * The address that others are told: the configured one (its port may be left out), else the bound
 * one, with this machine's name in place of a wildcard.
 */
export function advertisedAddress(
  config: Config,
  configured: string,
  bound: { readonly host: string; readonly port: number },
): string {
  if (/:\d+$/.test(configured) && !configured.endsWith(']')) return configured;
  if (configured !== '') return `${configured}:${bound.port}`;
  const { advertiseHost } = config.network;
  if (advertiseHost !== '' && !isLoopback(bound.host)) return `${advertiseHost}:${bound.port}`;
  const isWildcard = bound.host === '0.0.0.0' || bound.host === '::';
  const host = isWildcard ? hostname() : bound.host;
  return `${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
}

/** Folders of a world's files. */
export function dataPaths(config: Config): { world: string; log: string; keys: string } {
  const world = join(config.data.directory, config.world.name);
  return {
    world,
    log: config.log.embedded.directory === '' ? join(world, 'log') : config.log.embedded.directory,
    keys: config.keys.directory === '' ? join(world, 'keys') : config.keys.directory,
  };
}

/** A row of the table of ports. */
export interface PortRow {
  readonly process: string;
  readonly protocol: string;
  readonly port: string;
  readonly host: string;
  readonly use: string;
  readonly key: string;
}

/** Every port that a process of ours opens. */
export function portTable(config: Config): readonly PortRow[] {
  const valueAt = (path: readonly string[]): unknown =>
    path.reduce<unknown>((level, name) => (level as Record<string, unknown>)[name], config);
  return CONFIG_KEYS.flatMap(({ key, path, option }) => {
    if (option.port === null) return [];
    const own = String(valueAt(option.port.hostKey.split('.')));
    const value = Number(valueAt(path));
    return {
      process: option.port.process,
      protocol: option.port.protocol,
      port: value === 0 ? 'any free' : portRange(config, key, value),
      host: bindHostOf(config, own),
      use: option.port.use,
      key,
    };
  });
}

/** How many ports the proxies of `cluster` take; a spare is worth its while beside a single one. */
export function proxyPorts({ proxy }: Config): number {
  return proxy.count === 1 && proxy.spare ? 2 : proxy.count;
}

function portRange(config: Config, key: string, value: number): string {
  const count = proxyPorts(config);
  return key === 'proxy.port' && count > 1 ? `${value}–${value + count - 1}` : String(value);
}
