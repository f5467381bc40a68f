import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  ConnectTokenIssuer,
  bindNetcodeClient,
  bindNetcodeServer,
  nodePacketCipher,
} from '@atlasnet/proxy';
import type { BoundServer } from '@atlasnet/proxy';
import { sessionId } from '@atlasnet/schemas';
import type { DatagramNetwork } from '@atlasnet/schemas';
import { WebSocket } from 'ws';
import { UDP_THREAD_SCRIPT } from '../../cli/root.ts';
import { makeCertificate } from '../../dev-services/certificate.ts';
import { eventually } from '../../testing/contract-tools.ts';
import { SystemClock, SystemRandom } from '../system/index.ts';
import { PrometheusMetrics } from '../telemetry/index.ts';
import { EdgeNetwork } from './edge-network.ts';
import type { EdgeNetworkOptions } from './edge-network.ts';
import { STREAM_LIMITS } from './limits.ts';
import { StreamClientNetwork } from './stream-client-network.ts';
import { dialTcp } from './tcp-packet-stream.ts';
import { webSocketNetwork } from './websocket-client-network.ts';

const PROTOCOL_ID = 7n;
const KEY = new Uint8Array(32).fill(3);
const ANY = { host: '127.0.0.1', port: 0 };

/** A netcode server that says everything back, on real sockets. */
class EchoEdge implements AsyncDisposable {
  readonly clock = new SystemClock();
  readonly random = new SystemRandom();
  readonly metrics = new PrometheusMetrics();
  bound!: BoundServer;

  static async start(changes: Partial<EdgeNetworkOptions> = {}): Promise<EchoEdge> {
    const made = new EchoEdge();
    const { clock, random, metrics } = made;
    const options = { clock, metrics, portKey: 'proxy.port', certificate: null, ...changes };
    const network = new EdgeNetwork(options);
    made.bound = await bindNetcodeServer(network, clock, ANY, {
      sealer: network.sealer,
      ...{ protocolId: PROTOCOL_ID, privateKeys: [KEY], cipher: nodePacketCipher, random },
      consumeToken: () => Promise.resolve(true),
      handlers: {
        connected: () => undefined,
        payload: (connection, bytes) =>
          void made.bound.server.send(connection, bytes, 0, bytes.length, clock.monotonicMs()),
        disconnected: () => undefined,
      },
    });
    return made;
  }

  get port(): number {
    return this.bound.address.port;
  }

  token(session: number): Uint8Array {
    const { random } = this;
    const issuer = new ConnectTokenIssuer({
      ...{ protocolId: PROTOCOL_ID, privateKey: KEY, random, cipher: nodePacketCipher },
    });
    return issuer.issue(
      {
        ...{ account: `a${session}`, session: sessionId(session), generation: 1 },
        ...{ servers: [this.bound.address], lifetimeSeconds: 60, timeoutSeconds: 5 },
      },
      this.clock.wallMs(),
    );
  }

  /** Connects over this network, and sends texts until each came back. */
  async converse(network: DatagramNetwork, session: number): Promise<void> {
    const back: string[] = [];
    const bound = await bindNetcodeClient(network, this.clock, ANY, {
      ...{ token: this.token(session), cipher: nodePacketCipher, random: this.random },
      handlers: {
        stateChanged: () => undefined,
        payload: (bytes) => void back.push(Buffer.from(bytes).toString()),
      },
    });
    const { client } = bound;
    await eventually(() => client.state === 'connected', 'the connection');
    const said = ['a', 'b'.repeat(1200), 'c'];
    for (const text of said) {
      const bytes = Buffer.from(text);
      client.send(bytes, 0, bytes.length, this.clock.monotonicMs());
    }
    await eventually(() => back.length === said.length, 'the echoes');
    expect(back).toEqual(said);
    await bound.close();
  }

  async refusals(): Promise<Record<string, number>> {
    const lines = (await this.metrics.text()).split('\n');
    const found = lines.flatMap((line) => {
      const [, reason, count] = /streams_refused_total\{reason="([^"]+)"\} (\d+)/.exec(line) ?? [];
      return reason ? [[reason, Number(count)] as const] : [];
    });
    return Object.fromEntries(found);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bound.close();
  }
}

const UPGRADE = 'Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
const sockets: { destroy?(): unknown; terminate?(): void }[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edge-'));
});
afterEach(() => {
  for (const socket of sockets.splice(0)) {
    socket.destroy?.();
    socket.terminate?.();
  }
  rmSync(folder, { recursive: true });
});

/** A raw connection; `over` once the server ended it. */
function rawSocket(port: number, first: Uint8Array | string): { socket: Socket; over: boolean } {
  const socket = connect(port, '127.0.0.1');
  const seen = { socket, over: false };
  socket.on('error', () => undefined).on('close', () => (seen.over = true));
  socket.on('data', () => undefined);
  socket.write(first);
  sockets.push(socket);
  return seen;
}

function rawWebSocket(url: string): { socket: WebSocket; open: boolean; over: boolean } {
  const socket = new WebSocket(url);
  const seen = { socket, open: false, over: false };
  socket.on('open', () => (seen.open = true)).on('error', () => undefined);
  socket.on('close', () => (seen.over = true));
  sockets.push(socket);
  return seen;
}

test.each([
  { by: 'one thread', changes: {} },
  { by: 'two', changes: { thread: { script: UDP_THREAD_SCRIPT, protocolId: PROTOCOL_ID } } },
])(
  'one port speaks UDP, TCP, WebSocket, and WebSocket over TLS, by $by; clients are told apart',
  async ({ changes }) => {
    const { certificateFile, keyFile, pem } = makeCertificate(folder);
    const { readFileSync } = await import('node:fs');
    const files = {
      cert: readFileSync(certificateFile, 'utf8'),
      key: readFileSync(keyFile, 'utf8'),
    };
    await using edge = await EchoEdge.start({ certificate: files, ...changes });
    const { clock } = edge;
    const tcp = new StreamClientNetwork(clock, dialTcp);
    class TrustingSocket extends WebSocket {
      constructor(url: string) {
        super(url, { ca: pem });
      }
    }
    const ws = webSocketNetwork(clock, WebSocket);
    const wss = webSocketNetwork(clock, TrustingSocket);
    wss.learn?.([edge.bound.address], [`wss://localhost:${edge.port}/any/path`]);
    const { UdpNetwork } = await import('../udp/index.ts');
    const networks = [new UdpNetwork('client'), tcp, ws.datagrams, wss.datagrams];
    await Promise.all(networks.map((network, i) => edge.converse(network, i + 1)));
    expect(await edge.refusals()).toEqual({});
  },
);

test('what is no packet ends its stream, and counts under its reason', async () => {
  await using edge = await EchoEdge.start();
  const url = `ws://127.0.0.1:${edge.port}`;
  const sent = Array.from({ length: 4 }, () => rawWebSocket(url));
  const [text, large, whole, empty] = sent;
  await eventually(() => sent.every(({ open }) => open), 'the WebSockets');
  text.socket.send('hello');
  large.socket.send(new Uint8Array(1_000_000));
  empty.socket.send(new Uint8Array(0));
  whole.socket.send(new Uint8Array(1078));
  const raw = [
    rawSocket(edge.port, Uint8Array.of(0, 0)),
    rawSocket(edge.port, Uint8Array.of(0xff, 0xff, 1)),
    rawSocket(edge.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    rawSocket(edge.port, `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    rawSocket(edge.port, Uint8Array.of(0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5)),
    // An upgrade that lacks its key.
    rawSocket(edge.port, `GET / HTTP/1.1\r\n${UPGRADE}\r\n`),
  ];
  const all = [text, large, empty, ...raw];
  await eventually(() => all.every(({ over }) => over), 'the ends');
  expect(await edge.refusals()).toEqual({
    ...{ 'text-message': 1, 'packet-size': 4, 'no-websocket': 2, malformed: 2 },
  });
  // A forged request is a packet like any other: the connection layer drops it, and nobody answers.
  expect(edge.bound.server.refusals['request-version']).toBe(1);
  expect(whole.over).toBe(false);
});

test('TLS that is none, and no TLS where it is asked for, are refused', async () => {
  const { certificateFile, keyFile } = makeCertificate(folder);
  const { readFileSync } = await import('node:fs');
  const files = { cert: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  await using edge = await EchoEdge.start({ certificate: files, trusts: () => false });
  const junk = rawSocket(edge.port, Uint8Array.of(0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5));
  const plain = rawWebSocket(`ws://127.0.0.1:${edge.port}`);
  await eventually(() => junk.over && plain.over, 'the ends');
  expect(plain.open).toBe(false);
  expect(await edge.refusals()).toEqual({ malformed: 1, 'no-tls': 1 });
});

test('connections that trickle, stay silent, or send junk are ended; a player beside them is not', async () => {
  await using edge = await EchoEdge.start();
  const silent = rawSocket(edge.port, '');
  const trickle = rawSocket(edge.port, Uint8Array.of(0x36));
  const header = rawSocket(edge.port, 'GET / HTTP/1.1\r\n');
  const junk = rawSocket(edge.port, '');
  const tls = connectTls({ host: '127.0.0.1', port: edge.port, rejectUnauthorized: false });
  tls.on('error', () => undefined);
  sockets.push(tls);
  const timer = setInterval(() => {
    trickle.socket.write(Uint8Array.of(1));
    header.socket.write('x: y\r\n');
    junk.socket.write(Buffer.concat([Uint8Array.of(40, 0), new Uint8Array(40).fill(0x15)]));
  }, 100);
  const player = await bindNetcodeClient(
    new StreamClientNetwork(edge.clock, dialTcp),
    edge.clock,
    ANY,
    {
      ...{ token: edge.token(9), cipher: nodePacketCipher, random: edge.random },
      handlers: { stateChanged: () => undefined, payload: () => undefined },
    },
  );
  const all = [silent, trickle, header, junk];
  const limitMs = 6 * STREAM_LIMITS.unansweredMs;
  await eventually(() => all.every(({ over }) => over), 'the ends', limitMs);
  clearInterval(timer);
  expect(player.client.state).toBe('connected');
  const { unanswered = 0 } = await edge.refusals();
  expect(unanswered).toBe(4);
  await player.close();
}, 60_000);

test('connections of one address are limited before a byte is read', async () => {
  await using edge = await EchoEdge.start({ streamsPerAddressMax: 3 });
  const many = Array.from({ length: 8 }, () => rawSocket(edge.port, ''));
  await eventually(() => many.filter(({ over }) => over).length === 5, 'the refusals');
  expect(await edge.refusals()).toEqual({ 'streams-per-address': 5 });
});
