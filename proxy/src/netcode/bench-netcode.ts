/* oxlint-disable no-console, no-restricted-globals -- a bench prints, and measures real time. */
/**
 * What the secured connection layer costs a proxy, without sockets: packets opened and sealed, and
 * handshakes (request, challenge, response, keep-alive; the server's side), each a second on one
 * core. Limits: 40,000 packets in and out counted once each pair, 5,000 handshakes. Back of the
 * envelope: node:crypto takes about 6 µs to open or seal 200 bytes, so a pair cannot be under 12 µs.
 *
 * Run, once built: node proxy/dist/netcode/bench-netcode.js
 */
import { sessionId, type DatagramAddress } from '@atlasnet/schemas';
import { randomBytes } from 'node:crypto';
import { ConnectTokenIssuer } from './connect-token-issuer.ts';
import { NetcodeClient } from './netcode-client.ts';
import type { NetcodeConnection } from './netcode-connection.ts';
import { NetcodeServer } from './netcode-server.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';

const CLIENTS = 2000;
const ROUNDS = 20;
const SERVER: DatagramAddress = { host: '127.0.0.1', port: 40_000 };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const privateKey = random.bytes(32);
const common = { protocolId: 7n, random, cipher: nodePacketCipher };
const issuer = new ConnectTokenIssuer({ ...common, privateKey });
const payload = random.bytes(200);

const toServer: { bytes: Uint8Array; from: DatagramAddress }[] = [];
const toClients: { bytes: Uint8Array; port: number }[] = [];
const connections: NetcodeConnection[] = [];
const server: NetcodeServer = new NetcodeServer({
  ...common,
  privateKeys: [privateKey],
  publicAddresses: [SERVER],
  requestsPerHostPerSecondMax: 65_536,
  sink: {
    send: (bytes, start, end, to) =>
      void toClients.push({ bytes: bytes.subarray(start, end), port: to.port }),
  },
  consumeToken: () => Promise.resolve(true),
  handlers: {
    connected: (connection) => void connections.push(connection),
    payload: (connection) => void server.send(connection, payload, 0, payload.length, 1),
    disconnected: () => undefined,
  },
  nowMs: 0,
  unixMs: 0,
});

const clients = Array.from({ length: CLIENTS }, (_, port) => {
  const from = { host: '10.0.0.1', port };
  const claims = { account: `bot ${port}`, session: sessionId(port + 1), generation: 1 };
  const times = { lifetimeSeconds: 60, timeoutSeconds: 60 };
  const client = new NetcodeClient({
    ...common,
    token: issuer.issue({ ...claims, ...times, servers: [SERVER] }, 0),
    sink: {
      send: (bytes, start, end) => void toServer.push({ bytes: bytes.subarray(start, end), from }),
    },
    handlers: { stateChanged: () => undefined, payload: () => undefined },
  });
  client.connect(0);
  client.update(0);
  return client;
});

/** Gives the server all that waits; the time it took, ms. */
async function serve(): Promise<number> {
  const startMs = performance.now();
  for (const { bytes, from } of toServer.splice(0)) server.receive(bytes, from, 1);
  for (let i = 0; i < 5; i++) await Promise.resolve();
  return performance.now() - startMs;
}

function answer(): void {
  for (const { bytes, port } of toClients.splice(0)) clients[port]?.receive(bytes, SERVER, 1);
}

let handshakeMs = await serve();
answer();
handshakeMs += await serve();
answer();
await serve();
console.log(`${Math.round((connections.length * 1000) / handshakeMs)} handshakes/s (≥ 5,000)`);

let relayMs = 0;
for (let round = 0; round < ROUNDS; round++) {
  for (const client of clients) client.send(payload, 0, payload.length, 1);
  relayMs += await serve();
  toClients.length = 0;
}
const pairs = CLIENTS * ROUNDS;
console.log(`${Math.round((pairs * 1000) / relayMs)} packets/s opened and sealed again (≥ 40,000)`);
