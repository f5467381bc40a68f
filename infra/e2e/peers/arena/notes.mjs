// Where everybody was in each tick, as the server notes it before it tells anybody: updates are compared
// with that. A record a tick, the first of tick 1: f64 ms of the clock when it began, then u16 x and y of
// each client.
import { openSync, readSync, writeSync } from 'node:fs';
import { UNITS_PER_M } from './world.mjs';

const HEAD_BYTES = 8;

export class Notes {
  #file;
  #record;
  #units;

  constructor(path, clients) {
    this.#file = openSync(path, 'w');
    this.#record = Buffer.alloc(HEAD_BYTES + 4 * clients);
    this.#units = this.#record.subarray(HEAD_BYTES);
  }

  write(tick, startedMs, { units }) {
    this.#record.writeDoubleLE(startedMs, 0);
    this.#units.set(new Uint8Array(units.buffer));
    writeSync(this.#file, this.#record, 0, this.#record.length, (tick - 1) * this.#record.length);
  }
}

/** The notes of one tick at a time: clients of one process all read of the same. */
export class NotesReader {
  #file;
  #record;
  #tick = 0;
  /** `x, y` of each client. */
  units;

  constructor(path, clients) {
    const memory = new ArrayBuffer(HEAD_BYTES + 4 * clients);
    this.#file = openSync(path, 'r');
    this.#record = Buffer.from(memory);
    this.units = new Uint16Array(memory, HEAD_BYTES);
  }

  /** Opens a tick, and tells when it began. */
  open(tick) {
    if (tick !== this.#tick) {
      const { length } = this.#record;
      const read = readSync(this.#file, this.#record, 0, length, (tick - 1) * length);
      if (read !== length) throw new Error(`tick ${tick} is not in the notes`);
      this.#tick = tick;
    }
    return this.#record.readDoubleLE(0);
  }

  /**
   * Compares what a client holds with what is noted of the tick that is open.
   * @param shownOf what it holds of another, `{ x, y }` in metres; undefined: nothing
   * @returns how many are in range of it, and how many of these it does not hold as noted
   */
  judge(own, radiusM, shownOf) {
    const { units } = this;
    const reach = (radiusM * UNITS_PER_M) ** 2;
    let inRange = 0;
    let missing = 0;
    for (let client = 0; 2 * client < units.length; client++) {
      const dx = units[2 * client] - units[2 * own];
      const dy = units[2 * client + 1] - units[2 * own + 1];
      if (dx * dx + dy * dy > reach) continue;
      inRange++;
      const shown = shownOf(client);
      const isSame =
        shown !== undefined &&
        isAt(shown.x, units[2 * client]) &&
        isAt(shown.y, units[2 * client + 1]);
      if (!isSame) missing++;
    }
    return { inRange, missing };
  }
}

/** Encodings round differently: by a unit, where whoever moves does so by eight a tick. */
function isAt(metres, units) {
  return Math.abs(metres * UNITS_PER_M - units) <= 1.01;
}
