import { setImmediate } from 'node:timers/promises';
import { nodePacketCipher } from '../netcode/packet-cipher-node.ts';
import { RehearsalStage } from '../service/rehearsal-stage.ts';
import { cpuMicros } from './cpu-micros.ts';
import { SeededRandom } from './lossy-wire.ts';
import { viewWorld } from './view-bench-world.ts';

/**
 * Cost of clients to a proxy without the kernel's share: 600 of them, a view at 20 Hz and an input at 10 Hz,
 * opened, sealed, and passed on, by this process's processor time. Limit: sealing 60 bytes takes 0.5 µs,
 * opening 0.8; what is above that is bookkeeping, and state that left the processor's cache.
 *
 * `desk-bench.js cold` writes more memory than the cache for all processes holds before every group of
 * clients, as other processes do in a cluster: what it adds is the lines of memory that a client touches.
 */
const cold = process.argv.includes('cold');
const clients = 600;
const ticks = cold ? 200 : 400;
const countedTicks = cold ? 50 : 200;
const groupOf = cold ? 60 : Infinity;
const LINE_BYTES = 64;
const others = new Uint8Array(cold ? 32 * 2 ** 20 : 0);
const stage = new RehearsalStage({
  ...{ world: 'views', schema: viewWorld, clients, cipher: nodePacketCipher },
  random: new SeededRandom(1),
  clock: { monotonicMs: () => 0, wallMs: () => Date.now(), after: () => () => undefined },
});
const spentMicros = { views: 0, inputs: 0, upkeep: 0 };
let inputs = 0;
for (let tick = 1; tick <= ticks; tick++) {
  const counts = tick > ticks - countedTicks;
  stage.begin();
  for (let more = true; more;) {
    if (counts) walkElsewhere();
    const start = cpuMicros();
    const packets = stage.receive(groupOf);
    if (counts) spentMicros.inputs += cpuMicros() - start;
    if (counts) inputs += packets;
    more = packets > 0;
  }
  stage.hearRegion();
  for (let more = true; more;) {
    if (counts) walkElsewhere();
    const start = cpuMicros();
    more = stage.sendViews(groupOf);
    if (counts) spentMicros.views += cpuMicros() - start;
  }
  if (counts) walkElsewhere();
  const start = cpuMicros();
  stage.update();
  if (counts) spentMicros.upkeep += cpuMicros() - start;
  // A token's verdict comes in a later turn.
  await setImmediate();
}
const views = clients * countedTicks;
console.log(
  `${(spentMicros.views / views).toFixed(1)} µs a view, ` +
    `${(spentMicros.inputs / inputs).toFixed(1)} µs an input, ` +
    `${(spentMicros.upkeep / views).toFixed(2)} µs a client and tick besides`,
);

/** Leaves nothing of the clients in the processor's cache. */
function walkElsewhere(): void {
  for (let i = 0; i < others.length; i += LINE_BYTES) others[i]++;
}
