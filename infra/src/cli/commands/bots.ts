import { makeProcessParts } from '../process-parts.ts';
import { AtlasError } from '@atlasnet/schemas';
import { loadBehaviour } from '../../bots/behaviour.ts';
import { reportJson, reportLines } from '../../bots/bots-report.ts';
import { GatewayEntrance, proxyAddresses } from '../../bots/entrance.ts';
import { BOT_LIMITS } from '../../bots/limits.ts';
import { runBots } from '../../bots/run-bots.ts';
import { nodeTransport } from '../../client/node.ts';
import { runNative } from '../native-load.ts';
import { ClusterAccess } from '../cluster-access.ts';
import type { CommandContext, CommandModule } from '../command.ts';
import { loadGame } from '../game-loader.ts';

export const command: CommandModule = {
  options: [
    { flags: '--count <n>', doc: 'how many bots', initial: '100' },
    { flags: '--seconds <n>', doc: 'how long is measured, once all are in', initial: '30' },
    { flags: '--ramp <n>', doc: 'connects a second', initial: '100' },
    { flags: '--behaviour <module>', doc: 'exports behave(bot); a random walk without it' },
    { flags: '--gateway <url>', doc: 'log in there, as players do (gateway.login development)' },
    { flags: '--proxy <list>', doc: 'host:port,…: straight there, with the cluster’s own keys' },
    {
      flags: '--radius <metres>',
      doc: 'how far a bot asks to see; 0: as the proxy has it',
      initial: '0',
    },
    { flags: '--prefix <name>', doc: 'accounts are this and a number', initial: 'bot-' },
    {
      flags: '--native',
      doc: 'the native generator (Rust, built on request; plays the arena only)',
    },
    { flags: '--json', doc: 'print one JSON object' },
  ],
  epilogue: `Connects real clients of a running world, all in this process, and tells how old views are when they come, how
long commands take until the log has them, and what this process and each side of the cluster took of the processor. The world's game
must be the one that the configuration names. Without --gateway or --proxy the cluster's registry names the
proxies. Exit code 1: not everybody got in, or connections ended.

The age of a view is this machine's wall clock when it comes, less the time at which its tick began, which the log
says; with --gateway the log is not read, and ages count from the view that came soonest after its tick.

A behaviour is a module that exports
  export function behave(bot) { return () => { … } }
called once a bot; what it returns is called ten times a second. bot has index, account, client, random(),
input(name, payload), and command(name, payload), whose round trip is measured.`,
  async run(context) {
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      return await run(context, abort.signal);
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  },
};

async function run(context: CommandContext, signal: AbortSignal): Promise<number> {
  const { options, config, print } = context;
  const asked = {
    count: numberOf(options, 'count', 1, BOT_LIMITS.clientsMax),
    seconds: numberOf(options, 'seconds', 1, BOT_LIMITS.secondsMax),
    ramp: numberOf(options, 'ramp', 1, BOT_LIMITS.rampMax),
    viewRadiusM: numberOf(options, 'radius', 0, 10_000),
    accountPrefix: String(options['prefix']),
  };
  const progress = (text: string): void => void process.stderr.write(`${text}\n`);
  const gateway = textOf(options['gateway']);
  const proxy = textOf(options['proxy']);
  if (gateway !== undefined && proxy !== undefined) {
    throw new AtlasError('ATLAS_USAGE', '--gateway and --proxy exclude each other', {
      hint: 'The gateway names the proxies.',
    });
  }
  if (options['native'] === true && (gateway ?? textOf(options['behaviour'])) !== undefined) {
    throw new AtlasError('ATLAS_USAGE', '--native takes neither --gateway nor --behaviour', {
      hint: 'It plays the arena, with tokens that the cluster’s own keys seal.',
    });
  }
  const behaviour = await loadBehaviour(textOf(options['behaviour']));
  const { world } = await loadGame(config);
  const common = { ...asked, world, behaviour, signal, progress, transport: nodeTransport };
  const finish = (report: Awaited<ReturnType<typeof runBots>>): number => {
    if (options['json'] === true) print(reportJson(report));
    else for (const line of reportLines(report)) print(line);
    return report.joined === report.bots && report.tally.ended.size === 0 ? 0 : 1;
  };
  if (gateway !== undefined) {
    const entrance = new GatewayEntrance(gateway);
    return finish(await runBots({ ...common, entrance, originMs: null, sides: null }));
  }
  const servers = proxy === undefined ? undefined : proxyAddresses(proxy);
  const access = await ClusterAccess.open(context, makeProcessParts(context, 'cluster').id, {
    servers,
    signal,
  });
  try {
    if (options['native'] === true) return await runNative(context, access, asked, progress);
    const originMs = access.axis.worldMsOf(0);
    const sides = access.sides();
    return finish(await runBots({ ...common, entrance: access, originMs, sides }));
  } finally {
    await access.close();
  }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(
  options: CommandContext['options'],
  name: string,
  least: number,
  most: number,
): number {
  const value = Number(options[name]);
  if (value >= least && value <= most) return name === 'count' ? Math.round(value) : value;
  throw new AtlasError('ATLAS_USAGE', `--${name} ${String(options[name])} is out of its range`, {
    hint: `Give a number from ${least} to ${most}.`,
  });
}
