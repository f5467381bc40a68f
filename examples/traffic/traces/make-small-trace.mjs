// Makes small.csv.gz: vehicles on a street grid for three minutes, most of them on their way to a spot
// that wanders, so that there is a crowd for borders to follow. The same bytes on every run.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const SECONDS = 180;
const VEHICLES = 420;
const BLOCK_M = 110;
const ORIGIN_M = 600;
const BLOCKS = 20;

let state = 20_260_101;
function random() {
  // mulberry32 (Ettinger, public domain)
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const whole = (below) => Math.floor(random() * below);

/** A vehicle drives street by street towards its goal. */
function makeVehicle(id) {
  const from = { x: whole(BLOCKS + 1), y: whole(BLOCKS + 1) };
  const crowd = random() < 0.7;
  return {
    id,
    departs: whole(90),
    x: from.x * BLOCK_M,
    y: from.y * BLOCK_M,
    crowd,
    goal: null,
    speed: 8 + random() * 6,
  };
}

function goalOf(vehicle, second) {
  if (!vehicle.crowd) return { x: whole(BLOCKS + 1) * BLOCK_M, y: whole(BLOCKS + 1) * BLOCK_M };
  const angle = (second / SECONDS) * Math.PI;
  const spot = {
    x: BLOCKS / 2 + (BLOCKS / 3) * Math.cos(angle),
    y: BLOCKS / 2 + (BLOCKS / 3) * Math.sin(angle),
  };
  const near = (value) => Math.min(BLOCKS, Math.max(0, Math.round(value + (random() - 0.5) * 3)));
  return { x: near(spot.x) * BLOCK_M, y: near(spot.y) * BLOCK_M };
}

function drive(vehicle, second) {
  if (vehicle.goal === null || (vehicle.x === vehicle.goal.x && vehicle.y === vehicle.goal.y)) {
    if (vehicle.goal !== null && random() < 0.02) return false;
    if (vehicle.goal === null || random() < 0.3) vehicle.goal = goalOf(vehicle, second);
  }
  // Along the street that it is on, then along the next.
  const onRow = vehicle.y % BLOCK_M === 0;
  const axis = onRow && vehicle.x !== vehicle.goal.x ? 'x' : 'y';
  const left = vehicle.goal[axis] - vehicle[axis];
  const step = Math.sign(left) * Math.min(Math.abs(left), vehicle.speed);
  vehicle[axis] += step;
  const degrees = axis === 'x' ? (step >= 0 ? 90 : 270) : step >= 0 ? 0 : 180;
  vehicle.row = [vehicle.x + ORIGIN_M, vehicle.y + ORIGIN_M, degrees, Math.abs(step)];
  return true;
}

const vehicles = Array.from({ length: VEHICLES }, (_, id) => makeVehicle(id));
const lines = ['time_s,id,x_m,y_m,heading_deg,speed_mps'];
for (let second = 0; second < SECONDS; second++) {
  for (const vehicle of vehicles) {
    if (vehicle.gone || second < vehicle.departs) continue;
    vehicle.gone = !drive(vehicle, second);
    if (vehicle.gone) continue;
    const [x, y, heading, speed] = vehicle.row;
    lines.push(
      `${second},${vehicle.id},${x.toFixed(2)},${y.toFixed(2)},${heading},${speed.toFixed(1)}`,
    );
  }
}
const file = join(dirname(fileURLToPath(import.meta.url)), 'small.csv.gz');
writeFileSync(file, gzipSync(`${lines.join('\n')}\n`, { level: 9, mtime: 0 }));
console.log(`${lines.length - 1} rows`);
