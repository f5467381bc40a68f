// The world of the arena workload, for the servers written in JavaScript: who is where, moves how, and
// sees whom. 2,000 m by 2,000 m; every fourth client lives in the 200 m by 200 m in the middle.

export const TICK_HZ = 20;
export const SIDE_M = 2000;
const HOT_FROM_M = 900;
const HOT_TO_M = 1100;
/** A metre more than what an update must hold to count (60 m), as AtlasNet's clients ask for. */
const RADIUS_M = 61;
/** 2,000 m in the 16 bits of a coordinate. */
export const UNITS_PER_M = 65535 / SIDE_M;
const CELL_M = 30;
const COLUMNS = Math.ceil(SIDE_M / CELL_M) + 1;
const REACH = Math.ceil(RADIUS_M / CELL_M);

export class World {
  constructor(clients) {
    const numbers = () => new Float32Array(clients);
    this.clients = clients;
    this.x = numbers();
    this.y = numbers();
    /** What is sent and noted: `x, y` of each client in units. */
    this.units = new Uint16Array(2 * clients);
    /** Sequence of the last input of each client. */
    this.acknowledged = new Uint32Array(clients);
    /** Found by `near`. */
    this.found = new Int32Array(clients);
    this.velocityX = numbers();
    this.velocityY = numbers();
    this.least = numbers();
    this.most = numbers();
    this.cellOf = new Int32Array(clients);
    this.cellStart = new Int32Array(COLUMNS * COLUMNS + 1);
    this.cellFill = new Int32Array(COLUMNS * COLUMNS);
    this.sorted = new Int32Array(clients);
    this.sortedX = numbers();
    this.sortedY = numbers();
    for (let client = 0; client < clients; client++) this.place(client);
  }

  place(client) {
    const random = randomOf(1234 + client);
    const isHot = client % 4 === 0;
    const least = (this.least[client] = isHot ? HOT_FROM_M : 0);
    const most = (this.most[client] = isHot ? HOT_TO_M : SIDE_M);
    this.x[client] = least + random() * (most - least);
    this.y[client] = least + random() * (most - least);
  }

  /** Metres a second, until the next; older inputs than the last are dropped. */
  steer(client, sequence, velocityX, velocityY) {
    if (sequence <= this.acknowledged[client]) return;
    this.acknowledged[client] = sequence;
    this.velocityX[client] = velocityX;
    this.velocityY[client] = velocityY;
  }

  /** One tick. */
  step() {
    const { clients, x, y, velocityX, velocityY, least, most, units } = this;
    for (let client = 0; client < clients; client++) {
      const from = least[client];
      const to = most[client];
      const nextX = x[client] + velocityX[client] / TICK_HZ;
      const nextY = y[client] + velocityY[client] / TICK_HZ;
      x[client] = nextX < from ? from : nextX > to ? to : nextX;
      y[client] = nextY < from ? from : nextY > to ? to : nextY;
      units[2 * client] = x[client] * UNITS_PER_M;
      units[2 * client + 1] = y[client] * UNITS_PER_M;
    }
  }

  /** Sorts all into cells, a row of cells side by side, so that `near` may be asked. */
  sortByCell() {
    const { clients, x, y, cellOf, cellStart, cellFill, sorted, sortedX, sortedY } = this;
    cellStart.fill(0);
    for (let client = 0; client < clients; client++) {
      const cell = ((y[client] / CELL_M) | 0) * COLUMNS + ((x[client] / CELL_M) | 0);
      cellOf[client] = cell;
      cellStart[cell + 1]++;
    }
    for (let cell = 0; cell < COLUMNS * COLUMNS; cell++) {
      cellStart[cell + 1] += cellStart[cell];
      cellFill[cell] = cellStart[cell];
    }
    for (let client = 0; client < clients; client++) {
      const at = cellFill[cellOf[client]]++;
      sorted[at] = client;
      sortedX[at] = x[client];
      sortedY[at] = y[client];
    }
  }

  /** How many are in range of a client, itself included; who is in `found`. */
  near(client) {
    const { cellStart, sorted, sortedX, sortedY, found } = this;
    const ownX = this.x[client];
    const ownY = this.y[client];
    const column = (ownX / CELL_M) | 0;
    const row = (ownY / CELL_M) | 0;
    const from = Math.max(0, column - REACH);
    const to = Math.min(COLUMNS - 1, column + REACH);
    const lastRow = Math.min(COLUMNS - 1, row + REACH);
    let count = 0;
    for (let r = Math.max(0, row - REACH); r <= lastRow; r++) {
      const end = cellStart[r * COLUMNS + to + 1];
      for (let at = cellStart[r * COLUMNS + from]; at < end; at++) {
        const dx = sortedX[at] - ownX;
        const dy = sortedY[at] - ownY;
        if (dx * dx + dy * dy <= RADIUS_M * RADIUS_M) found[count++] = sorted[at];
      }
    }
    return count;
  }
}

/** Uniform in [0, 1): mulberry32. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
