// What one Node process can send at all: bare dgram, packed by hand, no seal, no log, no channels.
// node server.mjs PORT CLIENTS NOTES_FILE
import dgram from 'node:dgram';
import { now, runTicks, say, TickLines } from '../arena/bench-lines.mjs';
import { Notes } from '../arena/notes.mjs';
import { Packer } from '../arena/packer.mjs';
import { World } from '../arena/world.mjs';

/** Entities of a datagram of 1,200 bytes. */
const PART = 148;
const SOCKET_BYTES = 4 << 20;
const SLAB_BYTES = 1 << 25;
const INPUT_BYTES = 16;

const [port, clients] = process.argv.slice(2, 4).map(Number);
const world = new World(clients);
const notes = new Notes(process.argv[4], clients);
const lines = new TickLines();
const packer = new Packer(SLAB_BYTES);
/** By client; 0: not there yet. */
const ports = new Int32Array(clients);
let joined = 0;
let tick = 0;

const socket = dgram.createSocket({
  type: 'udp4',
  recvBufferSize: SOCKET_BYTES,
  sendBufferSize: SOCKET_BYTES,
  // Node's own puts each datagram off to the next turn, even for an address.
  lookup: (host, _options, done) => done(null, host, 4),
});
socket.on('message', (message, { port: from }) => {
  const client = message.readUInt32LE(0);
  if (client >= clients) return;
  if (ports[client] === 0) {
    ports[client] = from;
    if (++joined === clients) runTicks(step);
  } else if (message.length === INPUT_BYTES && ports[client] === from) {
    const [x, y] = [message.readFloatLE(8), message.readFloatLE(12)];
    world.steer(client, message.readUInt32LE(4), x, y);
  }
});
socket.bind(port, '127.0.0.1', () => say('READY'));

function step() {
  const started = now();
  tick++;
  world.step();
  notes.write(tick, started, world);
  world.sortByCell();
  packer.begin(tick);
  for (let client = 0; client < clients; client++) {
    const count = world.near(client);
    const parts = Math.ceil(count / PART);
    for (let part = 0; part < parts; part++) {
      const from = part * PART;
      const of = { from, count: Math.min(PART, count - from), part, parts };
      socket.send(packer.pack(world, client, of), ports[client], '127.0.0.1');
    }
  }
  lines.done(started);
}
