import { requireNativeBots } from './clients/native-bots.ts';
import { EdgeLoad } from './edge/edge-load.ts';
import type { ConnectReport } from './edge/edge-load.ts';
import { EdgeProcess } from './edge/edge-process.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';

/** Connects in a row. */
const CLIENTS = 10_000;
/** Before those, so that the engine has compiled what it will run. */
const WARM_UP = 2000;
const SLOTS = 4096;
/** At 5,000 a second and some tens of milliseconds each, some hundreds are under way. */
const UNDER_WAY = 200;
const LIMIT_PER_SECOND = 5000;
/** Seconds that one round takes, at the limit, with what is around it. */
const ROUND_SECONDS = 5;

/**
 * Envelope: a token opened in 3 µs, a challenge token and two packets sealed, a challenge token and three
 * packets opened, 0.5 to 2 µs each; three to four datagrams in at 3 µs and two out at 6 to 9: 30 to 40 µs,
 * 25,000 to 33,000 a second.
 */
export const bench: Bench = {
  what: 'netcode handshakes over UDP with one server process; whoever is connected leaves at once',
  seconds: 15,
  async run(context) {
    requireNativeBots();
    const rounds: Round[] = [];
    const count = Math.max(1, Math.round(context.seconds / ROUND_SECONDS));
    for (let round = 0; round < count; round++) rounds.push(await measure(context));
    const best = rounds.reduce((a, b) => (a.perCore > b.perCore ? a : b));
    const of = (name: string, value: number, unit: string): Figure => ({ name, value, unit });
    return [
      {
        ...of('connects a second and core of the server', best.perCore, '/s'),
        limit: { is: 'at least', value: LIMIT_PER_SECOND },
        note: `the best of ${rounds.map(({ perCore }) => Math.round(perCore)).join(', ')}`,
      },
      of('connects a second by the clock', best.report.connected / best.report.seconds, '/s'),
      {
        ...of(
          'clients not connected',
          rounds.reduce((sum, { lost }) => sum + lost, 0),
          '',
        ),
        limit: { is: 'at most', value: 0 },
        note: `of ${CLIENTS * rounds.length}`,
      },
      of('packets said again', best.report.repeats, ''),
    ];
  },
};

interface Round {
  readonly report: ConnectReport;
  readonly perCore: number;
  readonly lost: number;
}

async function measure({ progress }: BenchContext): Promise<Round> {
  const server = await EdgeProcess.start(SLOTS);
  const load = EdgeLoad.start(server.target(WARM_UP + CLIENTS));
  try {
    await load.connect(WARM_UP, UNDER_WAY, 'leave');
    const before = server.cpuMs;
    const report = await load.connect(CLIENTS, UNDER_WAY, 'leave');
    const perCore = (report.connected * 1000) / Math.max(1, server.cpuMs - before);
    progress(
      `${report.connected} connected in ${report.seconds.toFixed(2)} s, ` +
        `${Math.round(perCore)} a second of the server's processor`,
    );
    return { report, perCore, lost: CLIENTS - report.connected };
  } finally {
    load.stop();
    server.kill();
  }
}
