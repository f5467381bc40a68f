/* oxlint-disable no-restricted-imports -- it starts a real process. */
import { expect, test } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sessionId } from '@atlasnet/schemas';
import { realClock, realRandom, udpNetwork } from '../testing/udp-network.ts';
import { ConnectTokenIssuer } from './connect-token-issuer.ts';
import { bindNetcodeClient, bindNetcodeServer } from './netcode-sockets.ts';
import { nodePacketCipher } from './packet-cipher-node.ts';

/**
 * Interop with an implementation that is not ours: the Rust crate `renetcode`, built on request by
 * cargo from infra/e2e/interop/renetcode.
 */
const root = join(import.meta.dirname, '../../..');
const project = join(root, 'infra/e2e/interop/renetcode');
/** Beside Kafka's jars: what cargo compiled outlives `npm ci`, which empties node_modules. */
const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
const target = join(cache, 'atlasnet/interop-renetcode');
const program = join(target, 'release/interop-renetcode');

function build(): string | null {
  const env = { ...process.env, CARGO_TARGET_DIR: target };
  const built = spawnSync('cargo', ['build', '--release', '--locked'], { cwd: project, env });
  if (built.error) return `cargo is missing (${built.error.message})`;
  return built.status === 0 ? null : `cargo failed: ${built.stderr.toString().slice(-500)}`;
}

const missing = build();
if (missing !== null) {
  if (process.env.CI === 'true') throw new Error(`interop with renetcode: ${missing}`);
  console.warn(`SKIPPED: interop with renetcode: ${missing}`);
}
const interop = missing === null ? test : test.skip;

const LOCAL = { host: '127.0.0.1', port: 0 };
const PROTOCOL_ID = 4_242_424_242n;
const KEY = realRandom.bytes(32);
const issuer = new ConnectTokenIssuer({
  protocolId: PROTOCOL_ID,
  privateKey: KEY,
  random: realRandom,
  cipher: nodePacketCipher,
});

function token(port: number): Uint8Array {
  return issuer.issue(
    {
      account: 'interop',
      session: sessionId(77),
      generation: 1,
      servers: [{ host: '127.0.0.1', port }],
      lifetimeSeconds: 30,
      timeoutSeconds: 5,
    },
    Date.now(),
  );
}

/** The lines a child prints, and a way to wait for one. */
function follow(child: ChildProcess): { text(): string; until(pattern: RegExp): Promise<string> } {
  let text = '';
  child.stdout?.on('data', (data) => (text += String(data)));
  child.stderr?.on('data', (data) => (text += String(data)));
  return {
    text: () => text,
    async until(pattern) {
      for (let i = 0; i < 2000; i++) {
        const match = pattern.exec(text);
        if (match) return match[1] ?? '';
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`never saw ${String(pattern)} in: ${text}`);
    },
  };
}

interop('a renetcode client connects to our server, talks, and leaves', async () => {
  const ended: string[] = [];
  let echoed = 0;
  const bound = await bindNetcodeServer(udpNetwork, realClock, LOCAL, {
    protocolId: PROTOCOL_ID,
    privateKeys: [KEY],
    cipher: nodePacketCipher,
    random: realRandom,
    consumeToken: () => Promise.resolve(true),
    handlers: {
      connected: () => undefined,
      payload(connection, bytes) {
        echoed++;
        bound.server.send(connection, bytes, 0, bytes.length, realClock.monotonicMs());
      },
      disconnected: (_, reason) => void ended.push(reason),
    },
  });
  const child = spawn(program, ['client']);
  const output = follow(child);
  child.stdin.end(Buffer.from(token(bound.address.port)).toString('hex'));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await bound.close();
  expect(output.text()).toBe('connected\nechoed 10\n');
  expect(code).toBe(0);
  expect(echoed).toBe(10);
  expect(ended).toEqual(['by-client']);
});

interop('our client connects to a renetcode server, talks, and leaves', async () => {
  const child = spawn(program, ['server', String(PROTOCOL_ID), Buffer.from(KEY).toString('hex')]);
  const output = follow(child);
  const port = Number(await output.until(/port (\d+)/));
  const states: string[] = [];
  const received: string[] = [];
  const bound = await bindNetcodeClient(udpNetwork, realClock, LOCAL, {
    token: token(port),
    cipher: nodePacketCipher,
    random: realRandom,
    handlers: {
      stateChanged: (state) => void states.push(state),
      payload: (bytes) => void received.push(Buffer.from(bytes).toString()),
    },
  });
  await output.until(/connected (77)/);
  for (let i = 0; i < 10; i++) {
    for (
      let wait = 0;
      wait < 200 && (received.length < i || bound.client.state !== 'connected');
      wait++
    ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const payload = Buffer.from(`payload ${i} ${'x'.repeat(i * 120)}`);
    expect(bound.client.send(payload, 0, payload.length, realClock.monotonicMs())).toBe(true);
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
  const exited = new Promise((resolve) => child.on('exit', resolve));
  await bound.close();
  await exited;
  expect(output.text()).toContain('disconnected 77');
  expect(received.map((text) => text.slice(0, 9))).toEqual(
    Array.from({ length: 10 }, (_, i) => `payload ${i}`),
  );
  expect(states).toEqual([
    'sending-connection-request',
    'sending-connection-response',
    'connected',
    'disconnected',
  ]);
});
