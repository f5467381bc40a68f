import { readFile } from 'node:fs/promises';
import type { Clock } from '@atlasnet/schemas';
import { KERNEL_DROPS_LIMITS } from './limits.ts';

/** Linux tells of each socket how many datagrams found its buffer full; elsewhere nobody does. */
const TABLES = ['/proc/net/udp', '/proc/net/udp6'];

export interface KernelDropsOptions {
  readonly clock: Clock;
  readonly port: number;
  /** Told of so many more datagrams that were lost. */
  readonly lost: (count: number) => void;
}

/** Looks now and then how many datagrams the kernel had no room for. @returns what ends it */
export function followKernelDrops({ clock, port, lost }: KernelDropsOptions): () => void {
  let known = 0;
  let cancel = clock.after(KERNEL_DROPS_LIMITS.lookMs, look);
  let ended = false;
  function look(): void {
    void kernelDrops(port).then((total) => {
      if (ended) return;
      if (total > known) lost(total - known);
      known = Math.max(known, total);
      cancel = clock.after(KERNEL_DROPS_LIMITS.lookMs, look);
    });
  }
  return () => {
    ended = true;
    cancel();
  };
}

/** Datagrams that sockets on this port have lost so since they were opened. */
export async function kernelDrops(port: number): Promise<number> {
  let total = 0;
  for (const table of TABLES) {
    total += dropsIn(await readFile(table, 'utf8').catch(() => ''), port);
  }
  return total;
}

/** In a table of the kernel: a line each socket, its address second, its drops last. */
export function dropsIn(table: string, port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const line = new RegExp(`^ *\\d+: [0-9A-F]+:${hex} .* (\\d+) *$`, 'gm');
  let drops = 0;
  for (const [, count] of table.matchAll(line)) drops += Number(count);
  return drops;
}
