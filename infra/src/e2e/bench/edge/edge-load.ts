import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { AtlasError } from '@atlasnet/schemas';
import type { DatagramAddress } from '@atlasnet/schemas';
import { nativeProgram } from '../clients/native-bots.ts';

/** Whom the load goes to; only loopback is taken. */
export interface LoadTarget {
  readonly protocolId: bigint;
  readonly server: DatagramAddress;
  readonly tokens: readonly Uint8Array[];
}

type LoadChild = ChildProcessByStdio<Writable, Readable, Readable>;
type Report<Names extends string> = Readonly<Record<Names, number>>;
export type ConnectReport = Report<'connected' | 'seconds' | 'repeats'>;
export type RelayReport = Report<
  | 'seconds'
  | 'sent'
  | 'sendFails'
  | 'received'
  | 'ended'
  | 'latencyMsP50'
  | 'latencyMsP99'
  | 'latencyMsMax'
>;
export type JunkReport = Report<'seconds' | 'sent' | 'sendFails'>;

/** The native generator `edge-load` of infra/e2e/native-bots: it does one order after the other. */
export class EdgeLoad {
  readonly #child: LoadChild;
  readonly #directory: string;
  readonly #lines: AsyncIterator<string>;
  #errors = '';

  private constructor(child: LoadChild, directory: string) {
    this.#child = child;
    this.#directory = directory;
    // A signal ends the bench, and with it what it started.
    const end = (): void => this.stop();
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.on('data', (text) => (this.#errors = (this.#errors + String(text)).slice(-1000)));
    // Whoever waits for its answer is told that it ended.
    child.stdin.on('error', () => undefined);
  }

  static start({ protocolId, server, tokens }: LoadTarget): EdgeLoad {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-load-'));
    const file = join(directory, 'job');
    const lines = [
      `protocol_id ${protocolId}`,
      `server ${server.host} ${server.port}`,
      ...tokens.map((token) => `token ${Buffer.from(token).toString('hex')}`),
    ];
    // It holds keys of connections.
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    const child = spawn(nativeProgram('edge-load'), [file], { stdio: ['pipe', 'pipe', 'pipe'] });
    return new EdgeLoad(child, directory);
  }

  /**
   * The next `count` tokens are used, `underWay` handshakes at a time; whoever is connected stays, or
   * leaves at once.
   */
  connect(count: number, underWay: number, then: 'stay' | 'leave'): Promise<ConnectReport> {
    return this.#order<ConnectReport>(`connect ${count} ${underWay} ${then}`);
  }

  /** Those connected speak to each other: payloads of so many bytes, so many a second in all. */
  relay(rate: number, seconds: number, bytes: number): Promise<RelayReport> {
    return this.#order<RelayReport>(`relay ${rate} ${seconds} ${bytes}`);
  }

  /** Packets that nobody may take, half of them well-formed requests, from so many sockets. */
  junk(rate: number, seconds: number, sources: number): Promise<JunkReport> {
    return this.#order<JunkReport>(`junk ${rate} ${seconds} ${sources}`);
  }

  stop(): void {
    this.#child.kill('SIGKILL');
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #order<Result>(order: string): Promise<Result> {
    this.#child.stdin.write(`${order}\n`);
    const line = await this.#lines.next();
    if (line.done !== true) return JSON.parse(line.value.slice(2)) as Result;
    throw new AtlasError('ATLAS_CONNECT_TIMEOUT', `the load ended at "${order}": ${this.#errors}`);
  }
}
