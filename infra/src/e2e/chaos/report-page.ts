import type { ChaosRun } from './run-chaos.ts';
import type { SecondOfRun } from './run-figures.ts';

const WIDTH = 1200;
const LEFT = 210;
const PLOT_HEIGHT = 110;
const LANE_HEIGHT = 16;

/** One page without any other file: the verdict, and a timeline of faults beside what clients saw. */
export function reportPage(run: ChaosRun): string {
  const { verdict, options, machine, beganMs } = run;
  const figures = verdict.figures.filter(({ atMs }) => atMs > beganMs - 5000);
  const endMs = Math.max(1, (figures.at(-1)?.atMs ?? beganMs) - beganMs);
  const x = (ms: number): number => LEFT + (Math.max(0, ms) / endMs) * (WIDTH - LEFT - 10);
  const plots = [
    plot('connected clients', figures, beganMs, x, ({ connected }) => connected),
    plot('views standing still', figures, beganMs, x, ({ stalled }) => stalled),
    plot('sessions resumed a second', figures, beganMs, x, ({ resumed }) => resumed),
    plot('longest view gap, ms', figures, beganMs, x, ({ gapMaxMs }) => gapMaxMs),
    plot('round trip p50, ms', figures, beganMs, x, ({ roundTripP50Ms }) => roundTripP50Ms),
    plot('round trip max, ms', figures, beganMs, x, ({ roundTripMaxMs }) => roundTripMaxMs),
    plot('acknowledged a second', figures, beganMs, x, ({ acknowledged }) => acknowledged),
  ];
  const invariants = verdict.invariants.map(({ invariant, title, facts, violations, held }) => {
    const problem = violations[0]?.problem ?? '';
    return `<tr class="${held ? 'held' : 'broken'}"><td>${invariant}</td><td>${escape(title)}</td>
<td>${facts}</td><td>${violations.length}</td><td>${escape(problem)}</td></tr>`;
  });
  const fates = Object.entries(verdict.fates);
  return `<!doctype html><meta charset="utf-8"><title>Chaos: ${verdict.held ? 'held' : 'FAILED'}</title>
<style>${STYLE}</style>
<h1>${verdict.held ? 'Everything held' : 'FAILED'}</h1>
<p>${options.minutes} minutes of faults, seed ${options.seed}, ${options.clients} clients,
${run.faults.length} faults, ${verdict.report.frames} frames; ${new Date(beganMs).toISOString()},
${machine.cores} cores of ${escape(machine.cpu)}, Node ${machine.node}</p>
<table><tr><th>invariant</th><th>what</th><th>facts</th><th>violations</th><th>first</th></tr>
${invariants.join('\n')}</table>
<table><tr>${fates.map(([name]) => `<th>${name}</th>`).join('')}</tr>
<tr>${fates.map(([, count]) => `<td>${count}</td>`).join('')}</tr></table>
${faultLanes(run, x)}
${plots.join('\n')}`;
}

function faultLanes({ faults }: ChaosRun, x: (ms: number) => number): string {
  const kinds = [...new Set(faults.map(({ kind }) => kind))].sort();
  const height = kinds.length * LANE_HEIGHT + 4;
  const lanes = kinds.map((kind, i) => {
    const y = i * LANE_HEIGHT + LANE_HEIGHT - 4;
    return `<text x="4" y="${y}">${escape(kind)}</text>`;
  });
  const bars = faults.map(({ kind, target, fromMs, toMs }) => {
    const y = kinds.indexOf(kind) * LANE_HEIGHT + 4;
    const width = Math.max(3, x(toMs) - x(fromMs));
    return `<rect class="fault" x="${x(fromMs).toFixed(1)}" y="${y}" width="${width.toFixed(1)}"
height="${LANE_HEIGHT - 6}"><title>${escape(`${kind} ${target}`)}</title></rect>`;
  });
  return `<svg width="${WIDTH}" height="${height}">${lanes.join('')}${bars.join('')}</svg>`;
}

function plot(
  name: string,
  figures: readonly SecondOfRun[],
  beganMs: number,
  x: (ms: number) => number,
  value: (second: SecondOfRun) => number,
): string {
  const most = Math.max(1, ...figures.map(value));
  const y = (number: number): number => PLOT_HEIGHT - 4 - (number / most) * (PLOT_HEIGHT - 16);
  const points = figures.map((second) => {
    return `${x(second.atMs - beganMs).toFixed(1)},${y(value(second)).toFixed(1)}`;
  });
  return `<svg width="${WIDTH}" height="${PLOT_HEIGHT}"><text x="4" y="16">${escape(name)}</text>
<text x="${LEFT - 6}" y="14" text-anchor="end">${most}</text>
<text x="${LEFT - 6}" y="${PLOT_HEIGHT - 4}" text-anchor="end">0</text>
<polyline points="${points.join(' ')}"/></svg>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const STYLE = `body{font:14px system-ui,sans-serif;margin:24px;color:#222}
table{border-collapse:collapse;margin:12px 0}td,th{padding:3px 10px;border:1px solid #ddd;text-align:left}
.held td:first-child{color:#187a3c}.broken{background:#fdecea}svg{display:block;border-bottom:1px solid #eee}
svg text{font-size:11px;fill:#555}polyline{fill:none;stroke:#2b6cb0;stroke-width:1.2}.fault{fill:#c53030}`;
