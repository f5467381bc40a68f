import { createCipheriv } from 'node:crypto';
import { requireNativeBots } from './clients/native-bots.ts';
import { EdgeLoad } from './edge/edge-load.ts';
import type { RelayReport } from './edge/edge-load.ts';
import { EdgeProcess } from './edge/edge-process.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';

/** Each hears more than ten packets a second, so no keep-alives are sent beside them. */
const CLIENTS = 400;
const UNDER_WAY = 500;
/** An update of a few dozen entities. */
const PAYLOAD_BYTES = 200;
const LIMIT_PER_CORE = 40_000;
const LIMIT_LATENCY_MS = 2;
/** Tried in this order, packets a second, until one is not carried. */
const LADDER = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 70, 80].map((k) => k * 1000);
/** A rate is carried when so little is lost. */
const LOST_SHARE_MOST = 0.001;
/** So that the engine has compiled what it will run. */
const WARM_UP = { rate: 8000, seconds: 2 } as const;

interface Step extends RelayReport {
  readonly rate: number;
  /** Share of a core that the relay took. */
  readonly cores: number;
}

/**
 * Envelope: 200 bytes are opened in 1.4 µs and sealed in 0.8, a datagram is received in 3 µs and sent in 6 to
 * 9: 11 to 14 µs a packet, 70,000 to 90,000 a second.
 */
export const bench: Bench = {
  what: `packets of ${PAYLOAD_BYTES} bytes between ${CLIENTS} clients: opened, routed, sealed by one process`,
  async run(context) {
    requireNativeBots();
    const sendThread = context.flags?.['proxy.sendThread'] === 'on';
    const server = await EdgeProcess.start(CLIENTS, sendThread);
    const load = EdgeLoad.start(server.target(CLIENTS));
    try {
      const { connected } = await load.connect(CLIENTS, UNDER_WAY, 'stay');
      if (connected < CLIENTS) throw new Error(`only ${connected} clients got through`);
      const seconds = Math.max(2, Math.min(20, context.seconds));
      await load.relay(WARM_UP.rate, WARM_UP.seconds, PAYLOAD_BYTES);
      const steps: Step[] = [];
      for (const rate of LADDER) {
        const step = await measure(context, { server, load, rate, seconds });
        steps.push(step);
        if (lostShare(step) > LOST_SHARE_MOST) break;
      }
      const carried = steps.filter((step) => lostShare(step) <= LOST_SHARE_MOST);
      const most = Math.max(0, ...carried.map(({ rate: offered }) => offered));
      const rate = Math.max(1000, Math.round(most / 2));
      const half = await measure(context, { server, load, rate, seconds });
      return figures(steps, most, half, (await server.counts()).refused);
    } finally {
      load.stop();
      server.kill();
    }
  },
};

function figures(steps: readonly Step[], most: number, half: Step, refused: number): Figure[] {
  const perCore = Math.max(
    ...steps.map(({ received, seconds, cores }) => received / seconds / Math.max(cores, 0.01)),
  );
  const full = steps.at(-1);
  return [
    {
      ...{ name: 'packets a second and core of the relay', value: perCore, unit: '/s' },
      limit: { is: 'at least', value: LIMIT_PER_CORE },
      note: 'in and out counted once',
    },
    {
      ...{ name: 'packets a second, offered and carried', value: most, unit: '/s' },
      note: `at most ${LOST_SHARE_MOST * 100} % lost, with the generator on the same cores`,
    },
    {
      ...{ name: 'latency p99 at half load', value: half.latencyMsP99, unit: 'ms' },
      limit: { is: 'at most', value: LIMIT_LATENCY_MS },
      note: 'from client to client, so the kernel and the generator are in it',
    },
    { name: 'latency p50 at half load', value: half.latencyMsP50, unit: 'ms' },
    {
      ...{ name: 'packets lost at half load', value: half.sent - half.received, unit: '' },
      limit: { is: 'at most', value: 0 },
      note: `of ${half.sent}`,
    },
    {
      ...{ name: 'relayed under overload', value: full ? full.received / full.seconds : 0 },
      unit: '/s',
      note: full ? `${full.rate} offered: what cannot be sent is not taken either` : '',
    },
    { name: 'packets dropped by the connection layer', value: refused, unit: '' },
    {
      ...{ name: 'one seal by node:crypto alone, at this hour', value: sealMicros(), unit: 'µs' },
      note: 'what the machine is worth; packets are sealed by something faster',
    },
  ];
}

interface StepOptions {
  readonly server: EdgeProcess;
  readonly load: EdgeLoad;
  readonly rate: number;
  readonly seconds: number;
}

async function measure({ progress }: BenchContext, options: StepOptions): Promise<Step> {
  const { server, load, rate, seconds } = options;
  const before = { cpuMs: server.cpuMs, at: performance.now() };
  const report = await load.relay(rate, seconds, PAYLOAD_BYTES);
  const cores = (server.cpuMs - before.cpuMs) / (performance.now() - before.at);
  const step = { ...report, rate, cores };
  progress(
    `${rate}/s: ${Math.round(report.received / report.seconds)}/s came, ` +
      `${(lostShare(step) * 100).toFixed(2)} % lost, ${(cores * 100).toFixed(0)} % of a core, ` +
      `latency p50 ${report.latencyMsP50.toFixed(2)} p99 ${report.latencyMsP99.toFixed(2)} ms` +
      (report.sent < rate * report.seconds * 0.98 ? '; the generator did not keep the rate' : ''),
  );
  return step;
}

/** What this machine's processor is worth now: its neighbours make half a difference. */
function sealMicros(): number {
  const [key, nonce, data] = [32, 12, PAYLOAD_BYTES].map((length) => Buffer.alloc(length));
  const rounds = 20_000;
  let started = 0;
  for (let round = -rounds; round < rounds; round++) {
    if (round === 0) started = performance.now();
    const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
    cipher.update(data);
    cipher.final();
    cipher.getAuthTag();
  }
  return ((performance.now() - started) * 1000) / rounds;
}

function lostShare({ sent, received }: RelayReport): number {
  return sent === 0 ? 1 : (sent - received) / sent;
}
