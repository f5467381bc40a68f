import { ClientView } from '../view/client-view.ts';
import { ViewScratch } from '../view/view-scratch.ts';
import { ViewSource } from '../view/view-source.ts';
import { cpuMicros } from './cpu-micros.ts';
import { ViewBenchWorld } from './view-bench-world.ts';

/**
 * Cost of building views, by this process's processor time: clients in a square of `extentM`, everybody moves
 * every tick, radius 60 m, acknowledgements three ticks late. Limit: reading and writing 4 bytes for each of 25
 * entities is under a microsecond; what is above that is looking them up. Colyseus needs 35 µs a client.
 * The last is a crowd of which each budget leaves a third out: each client then has baselines of its own.
 */
const scenes = [
  { clients: 800, extentM: 600, budgetBytes: 8000, limitMicros: 10 },
  { clients: 800, extentM: 450, budgetBytes: 8000, limitMicros: 10 },
  { clients: 200, extentM: 60, budgetBytes: 800, limitMicros: 60 },
];
for (const { clients, extentM, budgetBytes, limitMicros } of scenes) {
  const world = new ViewBenchWorld(1, extentM);
  for (let id = 1; id <= clients; id++) world.spawn(id);
  const source = new ViewSource(world.table, 60);
  const scratch = new ViewScratch(source);
  const views = Array.from({ length: clients }, (_, i) => {
    const view = new ClientView(scratch, 60, i);
    view.avatar = i + 1;
    return { view, sent: [] as number[][] };
  });
  // Each client's messages have numbers of their own, as its channels give them.
  const messages = views.map(() => 0);
  let bytes = 0;
  let spentMicros = 0;
  let updateMicros = 0;
  const ticks = 120;
  for (let tick = 1; tick <= ticks; tick++) {
    world.step(1);
    const start = cpuMicros();
    source.update(tick);
    updateMicros += cpuMicros() - start;
    const middle = cpuMicros();
    for (const [i, { view, sent }] of views.entries()) {
      const now: number[] = [];
      view.build(budgetBytes, (_, length) => {
        if (tick > 20) bytes += length;
        now.push(messages[i]);
        return messages[i]++;
      });
      sent.push(now);
      if (sent.length > 3) for (const each of sent.shift() ?? []) view.delivered(each);
    }
    if (tick > 20) spentMicros += cpuMicros() - middle;
  }
  const built = (ticks - 20) * clients;
  const entities = views.reduce((sum, { view }) => sum + view.handles.living, 0) / clients;
  console.log(
    `${extentM} m: ${entities.toFixed(1)} entities a client, ` +
      `${(spentMicros / built).toFixed(2)} µs a view (limit: ${limitMicros}), ` +
      `${(updateMicros / ticks).toFixed(0)} µs a tick shared, ` +
      `${(bytes / built / entities).toFixed(2)} bytes of it an entity in sight`,
  );
}
