// Clients with Colyseus' own SDK, which decode what they get and compare it with the server's notes.
// node clients.mjs PORT COUNT ALL WARM_S SECONDS RADIUS_M NOTES_FILE
import { Client } from '@colyseus/sdk';
import { now, say } from '../arena/bench-lines.mjs';
import { Histogram } from '../arena/histogram.mjs';
import { NotesReader } from '../arena/notes.mjs';
import { TICK_HZ, randomOf } from '../arena/world.mjs';

const [port, count, all, warmSeconds, seconds, radiusM] = process.argv.slice(2, 8).map(Number);
const TURN_MS = 100;
const SPEED_MPS = 5;
/** Of so many updates one is judged, and an input late after so long, as with native-bots. */
const JUDGED = 8;
const LATE_MS = 150;
const FIRST_UPDATE_LIMIT_MS = 90_000;
const LINGER_MS = 60_000;

const notes = new NotesReader(process.argv[8], all);
const age = new Histogram();
const roundTrip = new Histogram();
const counts = { ticks: 0, judged: 0, complete: 0, missing: 0, inRange: 0, updates: 0, bytesIn: 0 };
const server = new Client(`ws://127.0.0.1:${port}`);
const players = [];
let hasBegun = false;
let countingFromMs = Infinity;

class Player {
  #room;
  #random;
  #own = null;
  #readMs = 0;
  #sequence = 0;
  #acknowledged = 0;
  /** When the inputs that are not acknowledged were sent. */
  #sentMs = [];
  #headingLeft = 0;
  #velocity = { x: 0, y: 0 };
  dueMs = 0;

  constructor(room, index) {
    this.#room = room;
    this.#random = randomOf(7 + index);
    const { events } = room.connection;
    const decode = events.onmessage;
    events.onmessage = (event) => {
      this.#readMs = now();
      if (isCounting()) counts.bytesIn += framed(event.data.byteLength);
      decode(event);
    };
    room.onStateChange((state) => this.#onUpdate(state));
  }

  send(atMs) {
    if (this.#headingLeft-- <= 0) {
      const angle = this.#random() * 2 * Math.PI;
      const [x, y] = [Math.cos(angle), Math.sin(angle)].map((part) =>
        Math.fround(SPEED_MPS * part),
      );
      this.#velocity = { x, y };
      this.#headingLeft = 6 + Math.floor(this.#random() * 7);
    }
    this.#sentMs.push(atMs);
    this.#room.send('i', { s: ++this.#sequence, ...this.#velocity });
  }

  /** Inputs of the window that have waited for too long already, with the time that they have. */
  countUnanswered(atMs) {
    const late = this.#sentMs.filter((sent) => sent >= countingFromMs && atMs - sent > LATE_MS);
    for (const sent of late) roundTrip.add(atMs - sent);
    return late.length;
  }

  #onUpdate({ tick, entities }) {
    if (!tick) return;
    begin();
    this.#own ??= entities.get(this.#room.sessionId);
    this.#hearAcknowledged(this.#own.acknowledged);
    if (!isCounting()) return;
    counts.ticks++;
    counts.updates += entities.size;
    age.add(this.#readMs - notes.open(tick));
    if ((tick + this.#own.client) % JUDGED === 0) this.#judge(entities);
  }

  #hearAcknowledged(number) {
    for (; this.#acknowledged < number; this.#acknowledged++) {
      const sent = this.#sentMs.shift();
      if (sent >= countingFromMs) roundTrip.add(this.#readMs - sent);
    }
  }

  #judge(entities) {
    const byClient = new Map();
    entities.forEach((entity) => byClient.set(entity.client, entity));
    const { inRange, missing } = notes.judge(this.#own.client, radiusM, (other) =>
      byClient.get(other),
    );
    counts.judged++;
    counts.inRange += inRange;
    counts.missing += missing;
    if (missing === 0) counts.complete++;
  }
}

for (let index = 0; index < count; index++) {
  players.push(new Player(await server.joinOrCreate('arena'), index));
}
say(`JOINED ${count}`);
setTimeout(() => {
  if (hasBegun) return;
  console.error('no first update');
  process.exit(2);
}, FIRST_UPDATE_LIMIT_MS).unref();

function isCounting() {
  return countingFromMs < Infinity;
}

/** A message with its WebSocket head. */
function framed(bytes) {
  return bytes + (bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
}

function begin() {
  if (hasBegun) return;
  hasBegun = true;
  const start = now();
  for (const [index, player] of players.entries()) player.dueMs = start + (index * TURN_MS) / count;
  takeTurns();
  setTimeout(() => {
    countingFromMs = now();
    say('W0');
    setTimeout(end, seconds * 1000);
  }, warmSeconds * 1000);
}

/** By the clock: an interval drifts, and its phases bunch up against the server's ticks. */
function takeTurns() {
  for (const player of players) {
    const at = now();
    if (at < player.dueMs) continue;
    player.dueMs += TURN_MS;
    player.send(at);
  }
  setTimeout(takeTurns, 1);
}

function end() {
  const at = now();
  say('W1');
  const late = players.reduce((sum, player) => sum + player.countUnanswered(at), 0);
  const report = {
    ...{ bots: count, seconds: (at - countingFromMs) / 1000, tickHz: TICK_HZ, ...counts },
    ...{ ageMsP50: age.quantile(0.5), ageMsP99: age.quantile(0.99) },
    ...{ roundTripMsP50: roundTrip.quantile(0.5), roundTripMsP99: roundTrip.quantile(0.99) },
    ...{ roundTrips: roundTrip.count, lateCommands: late },
  };
  say(`R ${JSON.stringify(report)}`);
  // Whoever started it ends it, after a look at the processor time that it took.
  setTimeout(() => process.exit(0), LINGER_MS);
}
