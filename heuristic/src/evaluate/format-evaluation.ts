import type { Evaluation } from './evaluate-trace.ts';

/** A markdown table of evaluations, one row each. */
export function formatEvaluations(rows: ReadonlyMap<string, Evaluation>): string {
  const lines = [
    '| trace | s | entities | max/mean mean | p99 | max | moved a minute | proposals |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  for (const [name, each] of rows) {
    const { mean, p99, max } = each.imbalance;
    const moved = `${(each.movedPerMinute * 100).toFixed(1)} %`;
    const numbers = [mean, p99, max].map((value) => value.toFixed(3)).join(' | ');
    const { seconds, entitiesMax, proposals } = each;
    lines.push(`| ${name} | ${seconds} | ${entitiesMax} | ${numbers} | ${moved} | ${proposals} |`);
  }
  return lines.join('\n');
}
