import { isIP } from 'node:net';
import type { RegisteredProcess } from '@atlasnet/cluster';
import type { ListedProxy } from '@atlasnet/proxy';
import type { DatagramAddress } from '@atlasnet/schemas';

/** Clients of a proxy that does not say how many it takes. */
const CLIENTS_MAX_UNSAID = Number.MAX_SAFE_INTEGER;

/**
 * What proxies say of themselves in the process registry, as the gateway reads it: `udp` (host:port,
 * numeric), `tcp`, `websocket` (a URL), `clients`, `clientsMax`, `spare`. Entries without a usable address are left out.
 */
export function proxiesOf(processes: readonly RegisteredProcess[]): readonly ListedProxy[] {
  return processes.flatMap(({ id, draining, extra }) => {
    const address = parseAddress(extra['udp']);
    if (!address) return [];
    const clients = countOf(extra['clients'], 0);
    const clientsMax = countOf(extra['clientsMax'], CLIENTS_MAX_UNSAID);
    const url = extra['websocket'];
    const websocket = typeof url === 'string' ? url : '';
    const tcp = extra['tcp'] === true;
    const spare = extra['spare'] === true;
    return { process: id, address, tcp, websocket, clients, clientsMax, draining, spare };
  });
}

function parseAddress(value: unknown): DatagramAddress | null {
  const match = typeof value === 'string' ? /^(.+):(\d{1,5})$/.exec(value) : null;
  if (!match) return null;
  const host = match[1].replace(/^\[|\]$/g, '');
  const port = Number(match[2]);
  return isIP(host) !== 0 && port > 0 && port < 65_536 ? { host, port } : null;
}

function countOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}
