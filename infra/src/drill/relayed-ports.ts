import { Socket } from 'node:net';

/**
 * Preloaded (`node --import …/relayed-ports.js?9092=40001`) into a process that is to be cut off: its
 * connections to a port go to the relay's port on this machine instead. Brokers name their own
 * addresses, so no setting of the process could do it.
 */
const relays = new Map(new URL(import.meta.url).searchParams);

function relayed(target: unknown): unknown {
  if (typeof target === 'number' || typeof target === 'string') {
    const relay = relays.get(String(target));
    return relay === undefined ? target : Number(relay);
  }
  if (typeof target !== 'object' || target === null || !('port' in target)) return target;
  const relay = relays.get(String(target.port));
  return relay === undefined ? target : { ...target, host: '127.0.0.1', port: Number(relay) };
}

const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket;

Socket.prototype.connect = function relayedConnect(this: Socket, ...args: unknown[]): Socket {
  const [first, ...rest] = args;
  // What net.connect() made of its own arguments comes as one marked list.
  if (!Array.isArray(first)) return connect.call(this, relayed(first), ...rest);
  first[0] = relayed(first[0]);
  return connect.call(this, first, ...rest);
};
