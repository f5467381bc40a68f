import { setImmediate } from 'node:timers/promises';
import { nodePacketCipher } from '../netcode/packet-cipher-node.ts';
import { RehearsalStage } from '../service/rehearsal-stage.ts';
import { SeededRandom } from './lossy-wire.ts';
import { viewWorld } from './view-bench-world.ts';

/**
 * Cost of clients to a proxy without the kernel's share: 600 of them, a view at 20 Hz and an input at 10 Hz,
 * opened, sealed, and passed on, by this process's processor time. Limit: sealing 60 bytes takes 3 µs,
 * opening as much; what is above that is bookkeeping, and state that left the processor's cache.
 */
const clients = 600;
const ticks = 400;
const stage = new RehearsalStage({
  ...{ world: 'views', schema: viewWorld, clients, cipher: nodePacketCipher },
  random: new SeededRandom(1),
  clock: { monotonicMs: () => 0, wallMs: () => Date.now(), after: () => () => undefined },
});
const spentMicros = { views: 0, inputs: 0, upkeep: 0 };
let inputs = 0;
for (let tick = 1; tick <= ticks; tick++) {
  const counts = tick > ticks / 2;
  stage.begin();
  const start = cpuMicros();
  const packets = stage.receive();
  const received = cpuMicros();
  stage.hearRegion();
  const heard = cpuMicros();
  stage.sendViews();
  const sent = cpuMicros();
  stage.update();
  const end = cpuMicros();
  // A token's verdict comes in a later turn.
  await setImmediate();
  if (!counts) continue;
  inputs += packets;
  spentMicros.inputs += received - start;
  spentMicros.views += sent - heard;
  spentMicros.upkeep += end - sent;
}
const views = clients * (ticks / 2);
console.log(
  `${(spentMicros.views / views).toFixed(1)} µs a view, ` +
    `${(spentMicros.inputs / inputs).toFixed(1)} µs an input, ` +
    `${(spentMicros.upkeep / views).toFixed(2)} µs a client and tick besides`,
);

function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
