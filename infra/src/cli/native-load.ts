import { compileWorld } from '@atlasnet/schemas';
import { NativeBots, requireNativeBots } from '../e2e/bench/clients/native-bots.ts';
import type { BotReport, BotTarget } from '../e2e/bench/clients/native-bots.ts';
import { sideLines } from '../bots/processor-sides.ts';
import type { ProcessorUse } from '../bots/processor-sides.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { CommandContext } from './command.ts';
import { loadGame } from './game-loader.ts';
import { protocolIdOf } from './protocol-id.ts';

/** What the arena's bots do beside what is asked for; `npm run bench -- clients` does the same. */
const HABITS = { warmSeconds: 2, inputHz: 10, commandHz: 1, speedMps: 5 } as const;

export interface NativeLoad {
  readonly count: number;
  readonly seconds: number;
  readonly ramp: number;
  /** Metres; 0: as the proxy has it. */
  readonly viewRadiusM: number;
  readonly accountPrefix: string;
}

/**
 * The native generator on a running arena.
 * @returns the exit code: 1 when connections ended
 * @throws AtlasError ATLAS_USAGE without Rust or the arena, ATLAS_CONNECT_TIMEOUT
 */
export async function runNative(
  { config, options, print }: CommandContext,
  access: ClusterAccess,
  load: NativeLoad,
  progress: (text: string) => void,
): Promise<number> {
  requireNativeBots();
  const { world } = await loadGame(config);
  const numbers = Array.from({ length: load.count }, (_, index) => index);
  const tokens: Uint8Array[] = [];
  for (const index of numbers) {
    const account = `${load.accountPrefix}${index}`;
    tokens.push((await access.admit(account)).token);
  }
  const target: BotTarget = {
    protocolId: protocolIdOf(config.world.name),
    schema: compileWorld(world),
    axis: access.axis,
    tokens: () => tokens,
  };
  const radiusM = load.viewRadiusM || config.proxy.viewRadiusMetres;
  const bots = NativeBots.start(target, {
    ...HABITS,
    clients: load.count,
    seconds: load.seconds,
    connectsPerSecond: load.ramp,
    viewRadiusM: radiusM,
    // Whoever comes into range is told of a tick or two later.
    radiusM: radiusM - 1,
  });
  const sides = access.sides();
  const stop = (): void => bots.kill();
  access.signal.addEventListener('abort', stop, { once: true });
  try {
    if (await bots.reached('JOINED')) progress(`${load.count} joined in ${bots.joinSeconds} s`);
    await sides.begin();
    const report = await bots.report();
    const cluster = await sides.end();
    if (options['json'] === true) print(JSON.stringify({ ...report, cluster }));
    else for (const line of linesOf(report, cluster)) print(line);
    return report.ended === 0 ? 0 : 1;
  } finally {
    access.signal.removeEventListener('abort', stop);
    bots.kill();
  }
}

function linesOf(report: BotReport, cluster: ProcessorUse): string[] {
  const { bots, seconds, cpuUserMs, cpuSystemMs } = report;
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const cores = (cpuUserMs + cpuSystemMs) / 1000 / seconds;
  const each = (total: number): number => total / bots / seconds;
  return [
    `${bots} native bots for ${seconds.toFixed(0)} s`,
    `update age          p50 ${ms(report.ageMsP50)} p99 ${ms(report.ageMsP99)}`,
    `command round trip  p50 ${ms(report.roundTripMsP50)} p99 ${ms(report.roundTripMsP99)}` +
      `  (${report.roundTrips}, ${report.lateCommands} late)`,
    `views               ${(report.ticksShare * 100).toFixed(1)} % of the ticks, ` +
      `${(report.completeShare * 100).toFixed(1)} % of them whole, ` +
      `${(each(report.bytesIn) / 1000).toFixed(1)} kB a second and bot`,
    `processor           ${(cores * 100).toFixed(0)} % of a core for the bots`,
    ...sideLines(cluster),
    `connections ended   ${report.ended}`,
  ];
}
