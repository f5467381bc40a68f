import { describeFault } from './faults.ts';
import { runSeed } from './run-seed.ts';
import type { Verdict } from './run-seed.ts';
import { shortestFaults } from './shortest-faults.ts';

const words = process.argv.slice(2);
const after = (name: string): string | undefined => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
};

const [first, last] = (after('--seeds') ?? `${after('--seed') ?? 1}`).split('-').map(Number);
const options = { faults: Number(after('--faults') ?? 12) };
const summary = { seeds: 0, failed: 0, facts: 0, simulatedMs: 0, handoffs: 0, trades: 0 };
const points = new Map<string, number>();
const started = process.cpuUsage();
for (let seed = first; seed <= (last ?? first); seed++) {
  const verdict = await runSeed(seed, options);
  count(verdict);
  console.log(line(verdict));
  if (verdict.held) continue;
  process.exitCode = 1;
  for (const fault of verdict.faults) console.log(`  ${describeFault(fault)}`);
  if (words.includes('--log')) console.log(verdict.lines.join('\n'));
  if (words.includes('--no-shrink')) continue;
  const shortest = await shortestFaults(seed, verdict, options);
  console.log(`  the shortest prefix of its faults that fails has ${shortest.faults.length}:`);
  console.log(`  [${shortest.invariant}] ${shortest.problem}`);
  console.log(`  npm run sim -- --seed ${seed} --log`);
}
const { user, system } = process.cpuUsage(started);
const cpuMs = (user + system) / 1000;
const speed = (summary.simulatedMs / cpuMs).toFixed(1);
console.log(
  `crash points: ${Array.from(points, ([name, times]) => `${name} ×${times}`).join(', ')}`,
);
console.log(`${JSON.stringify(summary)} at ${speed} × real time`);

function count({ held, report, workload, simulatedMs, crashPoints }: Verdict): void {
  summary.seeds += 1;
  if (!held) summary.failed += 1;
  for (const { facts } of report?.invariants ?? []) summary.facts += facts;
  summary.simulatedMs += simulatedMs;
  summary.handoffs += workload?.handoffs ?? 0;
  summary.trades += workload?.trades ?? 0;
  for (const [name, times] of crashPoints) points.set(name, (points.get(name) ?? 0) + times);
}

function line({
  seed,
  held,
  report,
  workload,
  invariant,
  problem,
  digest,
  ...rest
}: Verdict): string {
  const facts = report?.invariants.map((each) => `${each.invariant} ${each.facts}`).join(', ');
  const found = held ? 'held' : `FAILED [${invariant}] ${problem}`;
  const seconds = rest.simulatedMs / 1000;
  return `seed ${seed}: ${found}; ${seconds} s, ${JSON.stringify(workload)}; facts ${facts}; ${digest}`;
}
