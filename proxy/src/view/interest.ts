import { AVATAR_HANDLE } from './view-format.ts';
import { HANDLE_LIVING } from './view-handles.ts';
import type { ViewHandles } from './view-handles.ts';
import type { ViewSource } from './view-source.ts';

/** So many metres beyond the radius an entity in view leaves it again. */
const LEAVE_MARGIN_M = 5;

/** Whose interest it is. */
export interface Viewer {
  readonly handles: ViewHandles;
  /** In view quanta by axis. */
  readonly centre: { readonly at: readonly number[] };
  readonly radiusM: number;
  /** What is known only as of an earlier tick does not come. */
  readonly notBefore: number;
}

/**
 * Finds which entities a client is sent. One serves all clients of a source: it is scratch only.
 */
export class Interest {
  readonly #source: ViewSource;
  readonly #marginM: number;
  /** By slot: handle + 1 of the client at hand. */
  #handleOf: Int32Array = new Int32Array(0);
  #near: Int32Array = new Int32Array(0);

  constructor(source: ViewSource, marginM = LEAVE_MARGIN_M) {
    this.#source = source;
    this.#marginM = marginM;
  }

  /**
   * Brings the handles up to date: those around the centre come, those that left the radius, with a
   * hysteresis, or the world, go.
   * @param avatarSlot what has the avatar's handle already; −1 without an avatar
   */
  update({ handles, centre, radiusM, notBefore }: Viewer, avatarSlot: number): void {
    const { table, tick, lanes, schema } = this.#source;
    if (this.#handleOf.length < table.capacity) {
      this.#handleOf = new Int32Array(table.capacity);
      this.#near = new Int32Array(table.capacity);
    }
    const handleOf = this.#handleOf;
    for (let handle = 0; handle < handles.end; handle++) {
      if (handles.state(handle) === HANDLE_LIVING) handleOf[handles.slot(handle)] = handle + 1;
    }
    const quantum = schema.world.positionViewQuantumM;
    const enter = radiusM / quantum;
    const leave = (radiusM + this.#marginM) / quantum;
    const [xs, ys] = lanes;
    const zs = schema.world.dimensions === 3 ? lanes[2] : null;
    const [x, y, z = 0] = centre.at;
    const count = this.#source.grid.near(x, y, leave, this.#near);
    for (let i = 0; i < count; i++) {
      const slot = this.#near[i];
      const dx = xs[slot] - x;
      const dy = ys[slot] - y;
      const dz = zs === null ? 0 : zs[slot] - z;
      const square = dx * dx + dy * dy + dz * dz;
      const handle = handleOf[slot] - 1;
      if (handle >= 0) {
        // What stays loses its mark; whoever keeps it has left.
        if (square <= leave * leave && handles.id(handle) === table.ids[slot]) handleOf[slot] = 0;
      }
      if (handle >= 0 || square > enter * enter || slot === avatarSlot) continue;
      if (this.#source.isAsOf(slot, notBefore)) {
        handles.take(table.ids[slot], slot, tick, null);
      }
    }
    for (let handle = 0; handle < handles.end; handle++) {
      if (handles.state(handle) !== HANDLE_LIVING) continue;
      const slot = handles.slot(handle);
      const left = handleOf[slot] === handle + 1;
      if (left) handleOf[slot] = 0;
      if (left && !(handle === AVATAR_HANDLE && slot === avatarSlot)) handles.leave(handle);
    }
  }

  /** Takes in who came into the world with this tick, between two looks at all. */
  greet({ handles, centre, radiusM, notBefore }: Viewer, avatarSlot: number): void {
    const { table, tick, lanes, schema, arrived, arrivedCount } = this.#source;
    const enter = radiusM / schema.world.positionViewQuantumM;
    for (let i = 0; i < arrivedCount; i++) {
      const slot = arrived[i];
      let square = 0;
      for (let axis = 0; axis < schema.world.dimensions; axis++) {
        square += (lanes[axis][slot] - centre.at[axis]) ** 2;
      }
      if (square > enter * enter || slot === avatarSlot) continue;
      if (this.#source.isAsOf(slot, notBefore)) handles.take(table.ids[slot], slot, tick, null);
    }
  }
}
