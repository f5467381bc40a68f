import { AtlasNetClient } from 'atlasnet/client';
import type { ClientEntity } from 'atlasnet/client';
import { nodeTransport, requestSession } from 'atlasnet/node';
import { RUN_MPS, SIZE_M, THROW_M, ballWorld } from './world.ts';

const [, , name = 'ada', gateway = 'http://127.0.0.1:3001'] = process.argv;

const { token, websockets } = await requestSession(gateway, name);
const client = new AtlasNetClient({ world: ballWorld, transport: nodeTransport() });
await client.connect(token, websockets);
console.log(`${name} plays, over ${client.transport}`);

/** Where it runs to, unless somebody is in sight. */
let goal = { x: Math.random() * SIZE_M, y: Math.random() * SIZE_M };
let throws = 0;
let refused = 0;

const thinking = setInterval(() => {
  const { avatar } = client;
  if (!avatar) return;
  const mate = nearest(avatar);
  const { x, y } = mate?.position ?? goal;
  const dx = x - avatar.position.x;
  const dy = y - avatar.position.y;
  const far = Math.hypot(dx, dy);
  if (far < 1 && !mate) goal = { x: Math.random() * SIZE_M, y: Math.random() * SIZE_M };
  const speed = far < 3 ? 0 : RUN_MPS;
  client.input('run', { vx: (dx / far) * speed || 0, vy: (dy / far) * speed || 0 });
  if (mate && far < THROW_M && avatar.get('balls')) void throwTo(mate);
}, 100);

const telling = setInterval(() => {
  const { avatar, entities } = client;
  if (!avatar) return;
  const { x, y } = avatar.position;
  const [balls, catches] = [avatar.get('balls'), avatar.get('catches')];
  console.log(
    `at ${x.toFixed(0)}, ${y.toFixed(0)}: ${entities.size - 1} others in sight, ${balls} balls, ` +
      `${catches} caught, ${throws} thrown, ${refused} refused`,
  );
}, 2000);

client.on('resuming', () => console.log('the proxy fell silent: going on at another'));
client.on('closed', (error) => stop(error ? `closed: ${error.message}` : 'left'));
process.once('SIGINT', () => void client.close());

function nearest(self: ClientEntity<typeof ballWorld>): ClientEntity<typeof ballWorld> | null {
  let best: ClientEntity<typeof ballWorld> | null = null;
  const far = ({ position }: ClientEntity<typeof ballWorld>): number =>
    Math.hypot(position.x - self.position.x, position.y - self.position.y);
  for (const each of client.entities.values()) {
    if (each.id === self.id || each.get('kind') !== 'player') continue;
    if (best === null || far(each) < far(best)) best = each;
  }
  return best;
}

/** Resolves when the log holds what became of the command, whatever died meanwhile. */
async function throwTo({ id }: ClientEntity<typeof ballWorld>): Promise<void> {
  const { result } = await client.command('throw', { to: id });
  if (result === 'applied') throws++;
  else refused++;
}

function stop(why: string): void {
  clearInterval(thinking);
  clearInterval(telling);
  console.log(why);
}
