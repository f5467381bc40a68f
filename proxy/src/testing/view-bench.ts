import { ClientView } from '../view/client-view.ts';
import { ViewScratch } from '../view/view-scratch.ts';
import { ViewSource } from '../view/view-source.ts';
import { cpuMicros } from './cpu-micros.ts';
import { RankRates } from './rank-rates.ts';
import { ViewBenchWorld } from './view-bench-world.ts';

/**
 * Cost of building views, by this process's processor time: clients in a square of `extentM`, everybody moves
 * every tick, acknowledgements three ticks late. Limit: reading and writing 4 bytes for each of 25
 * entities is under a microsecond; what is above that is looking them up. Colyseus needs 35 µs a client.
 * The others are crowds, of which each budget leaves some out: each client then has baselines of its own. Of the last
 * two, where everybody sees everybody and there is room for about 140 changes, it says how often who is near is told of.
 *
 * `view-bench.js crowd` runs these two alone.
 */
const crowds = [
  { clients: 500, extentM: 200, radiusM: 300, budgetBytes: 528, limitMicros: 35 },
  { clients: 1000, extentM: 200, radiusM: 300, budgetBytes: 600, limitMicros: 35 },
];
const scenes = [
  { clients: 800, extentM: 600, radiusM: 60, budgetBytes: 8000, limitMicros: 10 },
  { clients: 800, extentM: 450, radiusM: 60, budgetBytes: 8000, limitMicros: 10 },
  { clients: 200, extentM: 60, radiusM: 60, budgetBytes: 800, limitMicros: 60 },
];
/** Everybody comes into sight, with room for it; then it is as it will stay. */
const COMING_TICKS = 30;
const COMING_BYTES = 8000;
const WARM_TICKS = 70;
const TICKS = 170;
const ACKNOWLEDGED_AFTER = 3;
/** Clients whose rates are counted. */
const SAMPLES = 16;

for (const scene of process.argv.includes('crowd') ? crowds : [...scenes, ...crowds]) {
  const { clients, extentM, radiusM, budgetBytes, limitMicros } = scene;
  const world = new ViewBenchWorld(1, extentM);
  for (let id = 1; id <= clients; id++) world.spawn(id);
  const source = new ViewSource(world.table, 60);
  const scratch = new ViewScratch(source);
  const views = Array.from({ length: clients }, (_, i) => {
    const view = new ClientView(scratch, radiusM, i);
    view.avatar = i + 1;
    return { view, sent: [] as number[][] };
  });
  const rates = new RankRates(source);
  // Each client's messages have numbers of their own, as its channels give them.
  const messages = views.map(() => 0);
  let bytes = 0;
  let spentMicros = 0;
  let updateMicros = 0;
  for (let tick = 1; tick <= TICKS; tick++) {
    world.step(1);
    const start = cpuMicros();
    source.update(tick);
    updateMicros += cpuMicros() - start;
    const middle = cpuMicros();
    for (const [i, { view, sent }] of views.entries()) {
      const now: number[] = [];
      view.build(tick > COMING_TICKS ? budgetBytes : COMING_BYTES, (_, length) => {
        if (tick > WARM_TICKS) bytes += length;
        now.push(messages[i]);
        return messages[i]++;
      });
      sent.push(now);
      if (sent.length > ACKNOWLEDGED_AFTER) {
        for (const each of sent.shift() ?? []) view.delivered(each);
      }
    }
    if (tick <= WARM_TICKS) continue;
    spentMicros += cpuMicros() - middle;
    for (let i = 0; i < SAMPLES; i++) rates.count(views[i].view);
  }
  const built = (TICKS - WARM_TICKS) * clients;
  const entities = views.reduce((sum, { view }) => sum + view.handles.living, 0) / clients;
  console.log(
    `${extentM} m: ${entities.toFixed(1)} entities a client, ` +
      `${(spentMicros / built).toFixed(2)} µs a view (limit: ${limitMicros}), ` +
      `${(updateMicros / TICKS).toFixed(0)} µs a tick shared, ` +
      `${(bytes / built).toFixed(0)} bytes for ${rates.perView.toFixed(1)} of them; ` +
      rates.describe(),
  );
}
