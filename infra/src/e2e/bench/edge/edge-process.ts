import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ConnectTokenIssuer, nodePacketCipher } from '@atlasnet/proxy';
import { sessionId } from '@atlasnet/schemas';
import { SystemRandom } from '../../../adapters/system/index.ts';
import { readUsage } from '../clients/process-usage.ts';
import { BENCH_PROTOCOL_ID } from './edge-messages.ts';
import type { EdgeCounts, EdgeSettings } from './edge-messages.ts';
import type { LoadTarget } from './edge-load.ts';

const PROGRAM = fileURLToPath(new URL('./edge-server.js', import.meta.url));
/** An overloaded run is judged by its figures, not by lost connections. */
const TOKEN_SECONDS = { lifetimeSeconds: 300, timeoutSeconds: 30 } as const;

/** The connection layer of a proxy in a process of its own, see edge-server.ts. */
export class EdgeProcess {
  readonly #child: ChildProcess;
  readonly #key: Uint8Array;
  readonly #port: number;

  private constructor(child: ChildProcess, key: Uint8Array, port: number) {
    this.#child = child;
    this.#key = key;
    this.#port = port;
  }

  static async start(clientsMax: number, sendThread = false): Promise<EdgeProcess> {
    const key = new Uint8Array(randomBytes(32));
    const child = fork(PROGRAM);
    const settings: EdgeSettings = {
      ...{ key: Buffer.from(key).toString('hex'), clientsMax, sendThread },
    };
    child.send(settings);
    const { port } = (await answer(child)) as { port: number };
    return new EdgeProcess(child, key, port);
  }

  /** Where it listens, and tokens for so many clients. */
  target(clients: number): LoadTarget {
    const server = { host: '127.0.0.1', port: this.#port };
    const issuer = new ConnectTokenIssuer({
      protocolId: BENCH_PROTOCOL_ID,
      privateKey: this.#key,
      random: new SystemRandom(),
      cipher: nodePacketCipher,
    });
    const tokens = Array.from({ length: clients }, (_, index) => {
      const claims = { account: `bot-${index}`, session: sessionId(index + 1), generation: 1 };
      return issuer.issue({ ...claims, ...TOKEN_SECONDS, servers: [server] }, Date.now());
    });
    return { protocolId: BENCH_PROTOCOL_ID, server, tokens };
  }

  /** Processor time that it has taken so far, all threads, milliseconds; 0 where there is no /proc. */
  get cpuMs(): number {
    return readUsage(this.#child.pid ?? 0).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  }

  async counts(): Promise<EdgeCounts> {
    this.#child.send('counts');
    return (await answer(this.#child)) as EdgeCounts;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const gone = once(child, 'exit').then(() => {
    throw new Error('the server of the benchmark ended by itself');
  });
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [unknown];
  return message;
}
