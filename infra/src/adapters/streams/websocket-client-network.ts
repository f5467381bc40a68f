import type { ClientNetwork } from '@atlasnet/proxy';
import type { Clock, DatagramAddress } from '@atlasnet/schemas';
import { StreamClientNetwork } from './stream-client-network.ts';
import type { Dial } from './stream-client-network.ts';

/** What is used of a WebSocket: the browser's own, or a library's that looks alike. */
interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  send(data: Uint8Array<ArrayBuffer>): unknown;
  close(): unknown;
}

type WebSocketClass = new (url: string) => WebSocketLike;

/**
 * A client's way to proxies by WebSockets, the browser's own unless another class is given. Tokens name
 * proxies by numbers; the gateway and tickets say under which URLs those take WebSockets, which
 * without TLS and on loopback are the same numbers.
 */
export function webSocketNetwork(
  clock: Clock,
  Socket: WebSocketClass = globalThis.WebSocket,
): ClientNetwork {
  const urls = new Map<string, string>();
  const nameOf = ({ host, port }: DatagramAddress): string =>
    `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const dial = dialWebSocket((to) => urls.get(nameOf(to)) ?? `ws://${nameOf(to)}`, Socket);
  return {
    name: 'websocket',
    datagrams: new StreamClientNetwork(clock, dial),
    learn: (servers, websockets) => {
      servers.forEach((server, i) => {
        if (websockets[i]) urls.set(nameOf(server), websockets[i]);
      });
    },
  };
}

function dialWebSocket(urlOf: (address: DatagramAddress) => string, Socket: WebSocketClass): Dial {
  return (to, handlers) => {
    const socket = new Socket(urlOf(to));
    socket.binaryType = 'arraybuffer';
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      handlers.ended(null);
    };
    socket.onopen = () => {
      if (!over) handlers.opened();
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      if (!over && data instanceof ArrayBuffer) handlers.packet(new Uint8Array(data));
    };
    socket.onclose = end;
    socket.onerror = end;
    return {
      get queuedBytes() {
        return socket.bufferedAmount;
      },
      send: (bytes, start, finish) => {
        if (!over) socket.send(bytes.slice(start, finish));
      },
      close: () => {
        over = true;
        socket.close();
      },
    };
  };
}
