import { invariant } from '@atlasnet/schemas';

/** An entity's place in one client's view. */
export const HANDLE_FREE = 0;
export const HANDLE_LIVING = 1;
/** It left the view; the client does not know yet. */
export const HANDLE_LEAVING = 2;

/** Ticks of a handle that were not. */
export const NEVER = -1;

/** Far more than anybody sees; a handle and the age of a baseline fit one number. */
export const HANDLES_MAX = 2 ** 20;
/** Handles that there is room for at first. */
const HANDLES_FIRST = 32;

/** What is known of one handle: so many numbers, half a line of memory, at these places. */
const FIELDS = 8;
const STATE = 0;
const SLOT = 1;
const ID_LOW = 2;
const ID_HIGH = 3;
const BORN = 4;
const BASE = 5;
const WHOLE = 6;
const SENT = 7;
const TWO_32 = 2 ** 32;

/**
 * What a proxy knows about one client's entities, by handle: small numbers that stand for entities on
 * the wire. A handle is given again only after the client has confirmed its despawn. All that is known
 * of one lies side by side in one array of small numbers: thousands of clients' views are in no cache, and
 * each line more is another wait for memory. Ticks are kept as counted from the first, since a world's do not fit.
 */
export class ViewHandles {
  /** Handles below this are or were in use. */
  end = 1;
  living = 0;
  /** Of those that are not free, how many were sent no word: they came, or left, or it was lost. */
  unsaid = 0;
  #fields = new Int32Array(HANDLES_FIRST * FIELDS);
  /** The first tick; NEVER: none yet. */
  #firstTick = NEVER;
  readonly #free: number[] = [];

  state(handle: number): number {
    return this.#fields[handle * FIELDS + STATE];
  }

  slot(handle: number): number {
    return this.#fields[handle * FIELDS + SLOT];
  }

  setSlot(handle: number, slot: number): void {
    this.#fields[handle * FIELDS + SLOT] = slot;
  }

  id(handle: number): number {
    const at = handle * FIELDS;
    return this.#fields[at + ID_HIGH] * TWO_32 + (this.#fields[at + ID_LOW] >>> 0);
  }

  /** Tick at which the handle was given to this entity. */
  born(handle: number): number {
    return this.#tick(handle * FIELDS + BORN);
  }

  /** Newest tick as of which the client is known to have the entity's values; NEVER: none. */
  base(handle: number): number {
    return this.#tick(handle * FIELDS + BASE);
  }

  setBase(handle: number, tick: number): void {
    this.#fields[handle * FIELDS + BASE] = this.#since(tick);
  }

  /** The client has a difference as of `tick`: with what it counted from, that is a base, if none is newer. */
  confirm(handle: number, tick: number): void {
    const fields = this.#fields;
    const at = handle * FIELDS;
    const since = tick - this.#firstTick;
    if (fields[at + BASE] === NEVER || since < fields[at + BORN]) return;
    if (since > fields[at + BASE]) fields[at + BASE] = since;
  }

  /** Tick of the whole entity on its way; NEVER: none. */
  whole(handle: number): number {
    return this.#tick(handle * FIELDS + WHOLE);
  }

  setWhole(handle: number, tick: number): void {
    this.#fields[handle * FIELDS + WHOLE] = this.#since(tick);
  }

  /** What the next difference may count from: the newer of base and whole. */
  known(handle: number): number {
    const at = handle * FIELDS;
    const since = Math.max(this.#fields[at + BASE], this.#fields[at + WHOLE]);
    return since === NEVER ? NEVER : since + this.#firstTick;
  }

  /** Tick of the newest word that was sent; of leaving handles, of the despawn. */
  sent(handle: number): number {
    return this.#tick(handle * FIELDS + SENT);
  }

  setSent(handle: number, tick: number): void {
    const at = handle * FIELDS + SENT;
    if (this.#fields[at] === NEVER) this.unsaid--;
    if (tick === NEVER) this.unsaid++;
    this.#fields[at] = this.#since(tick);
  }

  /** A handle for an entity; `wanted` is taken over from whoever had it. */
  take(id: number, slot: number, tick: number, wanted: number | null): number {
    const handle = wanted ?? this.#free.pop() ?? this.end++;
    if ((handle + 1) * FIELDS > this.#fields.length) this.#grow(handle);
    if (this.state(handle) !== HANDLE_LIVING) this.living++;
    const at = handle * FIELDS;
    this.#fields[at + STATE] = HANDLE_LIVING;
    this.#fields[at + SLOT] = slot;
    this.#fields[at + ID_LOW] = id | 0;
    this.#fields[at + ID_HIGH] = Math.floor(id / TWO_32);
    if (this.#firstTick === NEVER) this.#firstTick = tick;
    this.#fields[at + BORN] = this.#since(tick);
    this.#forget(handle);
    return handle;
  }

  /** Nothing that the client may have of any entity counts. */
  forgetAll(): void {
    for (let handle = 0; handle < this.end; handle++) {
      if (this.state(handle) !== HANDLE_FREE) this.#forget(handle);
    }
  }

  #forget(handle: number): void {
    this.setBase(handle, NEVER);
    this.setWhole(handle, NEVER);
    this.setSent(handle, NEVER);
  }

  /** The entity left the view. */
  leave(handle: number): void {
    this.#fields[handle * FIELDS + STATE] = HANDLE_LEAVING;
    this.setSent(handle, NEVER);
    this.living--;
  }

  /** The client knows that it left. */
  release(handle: number): void {
    this.#fields[handle * FIELDS + STATE] = HANDLE_FREE;
    // A free handle has nothing to be said of it.
    this.setSent(handle, this.#firstTick);
    if (handle !== 0) this.#free.push(handle);
  }

  #tick(at: number): number {
    const since = this.#fields[at];
    return since === NEVER ? NEVER : since + this.#firstTick;
  }

  #since(tick: number): number {
    return tick === NEVER ? NEVER : tick - this.#firstTick;
  }

  #grow(handle: number): void {
    invariant(handle < HANDLES_MAX, `a client has at most ${HANDLES_MAX} handles`);
    const fields = new Int32Array(this.#fields.length * 2);
    fields.set(this.#fields);
    this.#fields = fields;
  }
}
