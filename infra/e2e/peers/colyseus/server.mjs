// The arena as a room of Colyseus, in three ways. node server.mjs PORT CLIENTS NOTES_FILE WAY
// - view: a StateView a client, to which entities are added and removed by distance, as its documentation has it
// - broadcast: the whole state to everybody
// - packed: no state; each client's update packed by hand and sent with `client.raw`
import { Room, Server, matchMaker } from '@colyseus/core';
import { Encoder, StateView, schema, t } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { TickLines, now, say } from '../arena/bench-lines.mjs';
import { Notes } from '../arena/notes.mjs';
import { Packer } from '../arena/packer.mjs';
import { SIDE_M, TICK_HZ, World } from '../arena/world.mjs';

const [port, clients] = process.argv.slice(2, 4).map(Number);
const [notesFile, way] = process.argv.slice(4);
const SLAB_BYTES = 1 << 25;
/** Between the last join and the first tick. */
const SETTLE_MS = 500;
/** Code of a message of bytes in Colyseus' protocol, and our two types of it. */
const ROOM_DATA_BYTES = 17;
const UPDATE = 1;
const INPUT = 2;
/** What only the owner of an entity is sent. */
const OWN = 1;

Encoder.BUFFER_SIZE = 8 << 20;
const isView = way === 'view';
const coordinate = () => t.quantized({ min: 0, max: SIDE_M, bits: 16 });
const Entity = schema(
  {
    client: t.uint32(),
    x: coordinate(),
    y: coordinate(),
    acknowledged: isView ? t.uint32().view(OWN) : t.uint32(),
  },
  'Entity',
);
const entities = () => (isView ? t.map(Entity).view() : t.map(Entity));
const State = schema({ tick: t.uint32(), entities: entities() }, 'State');

const world = new World(clients);
const notes = new Notes(notesFile, clients);
const lines = new TickLines();

class Arena extends Room {
  maxClients = 1e6;
  autoDispose = false;
  seatReservationTimeout = 120;
  /** The tick sends at its own end: kinder than a timer beside it. */
  patchRate = null;
  seats = [];
  entities = [];
  /** By client: whom its view holds. */
  held = [];
  seen = new Int32Array(clients);
  looks = 0;
  tick = 0;

  onCreate() {
    if (way === 'packed') {
      this.packer = new Packer(SLAB_BYTES);
      this.onMessageBytes(INPUT, ({ userData }, bytes) => {
        const input = new DataView(bytes.buffer, bytes.byteOffset, 12);
        const velocity = [input.getFloat32(4, true), input.getFloat32(8, true)];
        world.steer(userData, input.getUint32(0, true), ...velocity);
      });
      return;
    }
    this.state = new State();
    this.onMessage('i', ({ userData }, { s, x, y }) => world.steer(userData, s, x, y));
  }

  onJoin(seat) {
    const client = this.seats.length;
    seat.userData = client;
    this.seats.push(seat);
    if (way !== 'packed') this.enter(seat, client);
    if (this.seats.length < clients) return;
    const start = () => this.setTimestep(() => this.step(), 1000 / TICK_HZ);
    setTimeout(start, SETTLE_MS);
  }

  enter(seat, client) {
    const entity = new Entity();
    Object.assign(entity, { client, x: world.x[client], y: world.y[client], acknowledged: 0 });
    this.state.entities.set(seat.sessionId, entity);
    this.entities.push(entity);
    if (!isView) return;
    seat.view = new StateView();
    seat.view.add(entity);
    seat.view.add(entity, OWN);
    this.held.push(new Set([client]));
  }

  step() {
    const started = now();
    this.tick++;
    world.step();
    notes.write(this.tick, started, world);
    if (way === 'packed') this.sendPacked();
    else this.sendState();
    lines.done(started);
  }

  sendPacked() {
    const { packer } = this;
    world.sortByCell();
    packer.begin(this.tick);
    for (let client = 0; client < clients; client++) {
      const count = world.near(client);
      const bytes = packer.pack(world, client, { from: 0, count, part: 0, parts: 1, lead: 2 });
      bytes[0] = ROOM_DATA_BYTES;
      bytes[1] = UPDATE;
      this.seats[client].raw(bytes);
    }
  }

  sendState() {
    this.state.tick = this.tick;
    for (let client = 0; client < clients; client++) {
      const entity = this.entities[client];
      entity.x = world.x[client];
      entity.y = world.y[client];
      const acknowledged = world.acknowledged[client];
      if (entity.acknowledged !== acknowledged) entity.acknowledged = acknowledged;
    }
    if (isView) this.lookAround();
    this.broadcastPatch();
  }

  lookAround() {
    const { seen, held, entities: all } = this;
    world.sortByCell();
    for (let client = 0; client < clients; client++) {
      const count = world.near(client);
      const look = ++this.looks;
      const { view } = this.seats[client];
      for (let index = 0; index < count; index++) {
        const other = world.found[index];
        seen[other] = look;
        if (held[client].has(other)) continue;
        held[client].add(other);
        view.add(all[other]);
      }
      if (held[client].size === count) continue;
      for (const other of held[client]) {
        if (seen[other] === look) continue;
        held[client].delete(other);
        view.remove(all[other]);
      }
    }
  }
}

const server = new Server({
  greet: false,
  gracefullyShutdown: false,
  transport: new WebSocketTransport(),
});
server.define('arena', Arena);
await server.listen(port, '127.0.0.1');
await matchMaker.createRoom('arena', {});
say('READY');
