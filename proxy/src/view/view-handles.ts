/** An entity's place in one client's view. */
export const HANDLE_FREE = 0;
export const HANDLE_LIVING = 1;
/** It left the view; the client does not know yet. */
export const HANDLE_LEAVING = 2;

/** Ticks of a handle that were not. */
export const NEVER = -1;

/**
 * What a proxy knows about one client's entities, as columns by handle: small numbers that stand
 * for entities on the wire. A handle is given again only after the client has confirmed its
 * despawn.
 */
export class ViewHandles {
  /** Handles below this are or were in use. */
  end = 1;
  living = 0;
  state = new Uint8Array(64);
  slot = new Int32Array(64);
  id = new Float64Array(64);
  /** Tick at which the handle was given to this entity. */
  born = new Float64Array(64);
  /** Newest tick as of which the client is known to have the entity's values; NEVER: none. */
  base = new Float64Array(64);
  /** Tick of the whole entity on its way; NEVER: none. */
  whole = new Float64Array(64);
  /** Tick of the newest word that was sent; of leaving handles, of the despawn. */
  sent = new Float64Array(64);
  readonly #free: number[] = [];

  /** A handle for an entity; `wanted` is taken over from whoever had it. */
  take(id: number, slot: number, tick: number, wanted: number | null): number {
    const handle = wanted ?? this.#free.pop() ?? this.end++;
    if (handle >= this.state.length) this.#grow();
    if (this.state[handle] !== HANDLE_LIVING) this.living++;
    this.state[handle] = HANDLE_LIVING;
    this.id[handle] = id;
    this.slot[handle] = slot;
    this.born[handle] = tick;
    this.base[handle] = NEVER;
    this.whole[handle] = NEVER;
    this.sent[handle] = NEVER;
    return handle;
  }

  /** The entity left the view. */
  leave(handle: number): void {
    this.state[handle] = HANDLE_LEAVING;
    this.sent[handle] = NEVER;
    this.living--;
  }

  /** The client knows that it left. */
  release(handle: number): void {
    this.state[handle] = HANDLE_FREE;
    if (handle !== 0) this.#free.push(handle);
  }

  #grow(): void {
    const size = this.state.length * 2;
    const wider = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const fresh = new Float64Array(size);
      fresh.set(old);
      return fresh;
    };
    const state = new Uint8Array(size);
    state.set(this.state);
    this.state = state;
    const slot = new Int32Array(size);
    slot.set(this.slot);
    this.slot = slot;
    this.id = wider(this.id);
    this.born = wider(this.born);
    this.base = wider(this.base);
    this.whole = wider(this.whole);
    this.sent = wider(this.sent);
  }
}
