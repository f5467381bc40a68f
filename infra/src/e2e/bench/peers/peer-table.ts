import type { Figure } from '../figure.ts';
import { PASS } from '../clients/arena-figures.ts';
import { carried, firstFailing } from './climb.ts';
import type { Rung } from './climb.ts';
import { runPasses } from './peer-run.ts';
import type { PeerRun } from './peer-run.ts';

/** What came of one server. */
export interface PeerResult {
  readonly name: string;
  readonly version: string;
  readonly rungs: readonly Rung<PeerRun>[];
}

const HEAD = [
  'server',
  'clients carried',
  'runs',
  'whole updates',
  'update age p99',
  'round trip p99',
  'bytes an entity update',
  'CPU of server',
  'CPU of generator',
  'next that fails',
];

/** A Markdown table; of two runs the one with the longer round trip is shown. */
export function tableOf(results: readonly PeerResult[]): string[] {
  const rows = results.map(({ name, rungs }) => [name, ...cellsOf(rungs)]);
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** The same for the machine, and for who reads figures. */
export function figuresOfPeers(results: readonly PeerResult[]): Figure[] {
  return results.flatMap(({ name, rungs }) => {
    const most = carried(rungs, runPasses);
    const of = (what: string, value: number, unit: string): Figure => ({
      name: `${name}: ${what}`,
      value,
      unit,
    });
    const figures = [of('clients carried', most?.clients ?? 0, 'clients')];
    if (!most) return figures;
    const run = slowest(most.runs);
    return [
      ...figures,
      of('whole updates', run.updatesShare * 100, '%'),
      of('update age p99', run.ageMsP99, 'ms'),
      of('command round trip p99', run.roundTripMsP99, 'ms'),
      of('bytes an entity update', run.bytesPerUpdate, 'bytes'),
      of('CPU of the server', run.serverCores * 100, '% of core'),
      of('CPU of the generator', run.generatorCores * 100, '% of core'),
    ];
  });
}

/** One run in a line, for a person who waits. */
export function summaryOfRun(run: PeerRun): string {
  if (run.fault !== null) return `FAILS: ${run.fault}`;
  return [
    runPasses(run) ? 'passes' : 'FAILS',
    `updates ${percent(run.updatesShare)} (came ${percent(run.ticksShare)}, whole ` +
      `${percent(run.completeShare)} of ${run.judged})`,
    `age ${ms(run.ageMsP50)}/${ms(run.ageMsP99)}`,
    `round trip ${ms(run.roundTripMsP50)}/${ms(run.roundTripMsP99)}`,
    `${run.bytesPerUpdate.toFixed(2)} bytes/update`,
    `cores % server ${cores(run.serverCores)}, generator ${cores(run.generatorCores)}, ` +
      `others ${cores(run.otherCores)}`,
  ].join('; ');
}

function cellsOf(rungs: readonly Rung<PeerRun>[]): string[] {
  const most = carried(rungs, runPasses);
  const next = firstFailing(rungs, runPasses);
  const failing = next ? failureOf(next) : 'none tried';
  if (!most) return ['0', ...Array.from({ length: HEAD.length - 3 }, () => ''), failing];
  const run = slowest(most.runs);
  return [
    most.clients.toLocaleString('en'),
    `${most.runs.length} of ${most.runs.length}`,
    percent(run.updatesShare),
    ms(run.ageMsP99),
    ms(run.roundTripMsP99),
    run.bytesPerUpdate.toFixed(1),
    `${cores(run.serverCores)} %`,
    `${cores(run.generatorCores)} %`,
    failing,
  ];
}

/** How many clients failed, how often, and by what. */
function failureOf({ clients, runs }: Rung<PeerRun>): string {
  const failed = runs.filter((run) => !runPasses(run));
  const reasons = failed.map(reasonOf);
  const times = failed.length === runs.length ? `${runs.length} of ${runs.length}` : 'once of two';
  return `${clients.toLocaleString('en')} (${times}: ${reasons.join('; ')})`;
}

function reasonOf(run: PeerRun): string {
  if (run.fault !== null) return 'came to no end';
  const missed = [
    run.updatesShare < PASS.updatesShare ? `${percent(run.updatesShare)} of updates` : '',
    run.ageMsP99 > PASS.ageMs ? `age ${ms(run.ageMsP99)}` : '',
    run.roundTripMsP99 > PASS.roundTripMs ? `round trip ${ms(run.roundTripMsP99)}` : '',
    run.ended > 0 ? `${run.ended} connections ended` : '',
  ].filter((text) => text !== '');
  return missed.length === 0 ? 'nothing was measured' : missed.join(', ');
}

function slowest(runs: readonly PeerRun[]): PeerRun {
  return runs.reduce((a, b) => (b.roundTripMsP99 > a.roundTripMsP99 ? b : a));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const cores = (value: number): string => String(Math.round(value * 100));
