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

/** What is known of one handle: so many numbers, at these places. */
const FIELDS = 7;
const STATE = 0;
const SLOT = 1;
const ID = 2;
const BORN = 3;
const BASE = 4;
const WHOLE = 5;
const SENT = 6;

/**
 * What a proxy knows about one client's entities, by handle: small numbers that stand for entities on
 * the wire. A handle is given again only after the client has confirmed its despawn. All that is known
 * of one lies side by side in one array: thousands of clients' views are in no cache, and each array
 * more is another wait for memory.
 */
export class ViewHandles {
  /** Handles below this are or were in use. */
  end = 1;
  living = 0;
  #fields = new Float64Array(HANDLES_FIRST * FIELDS);
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
    return this.#fields[handle * FIELDS + ID];
  }

  /** Tick at which the handle was given to this entity. */
  born(handle: number): number {
    return this.#fields[handle * FIELDS + BORN];
  }

  /** Newest tick as of which the client is known to have the entity's values; NEVER: none. */
  base(handle: number): number {
    return this.#fields[handle * FIELDS + BASE];
  }

  setBase(handle: number, tick: number): void {
    this.#fields[handle * FIELDS + BASE] = tick;
  }

  /** Tick of the whole entity on its way; NEVER: none. */
  whole(handle: number): number {
    return this.#fields[handle * FIELDS + WHOLE];
  }

  setWhole(handle: number, tick: number): void {
    this.#fields[handle * FIELDS + WHOLE] = tick;
  }

  /** What the next difference may count from: the newer of base and whole. */
  known(handle: number): number {
    return Math.max(this.base(handle), this.whole(handle));
  }

  /** Tick of the newest word that was sent; of leaving handles, of the despawn. */
  sent(handle: number): number {
    return this.#fields[handle * FIELDS + SENT];
  }

  setSent(handle: number, tick: number): void {
    this.#fields[handle * FIELDS + SENT] = tick;
  }

  /** A handle for an entity; `wanted` is taken over from whoever had it. */
  take(id: number, slot: number, tick: number, wanted: number | null): number {
    const handle = wanted ?? this.#free.pop() ?? this.end++;
    if ((handle + 1) * FIELDS > this.#fields.length) this.#grow(handle);
    if (this.state(handle) !== HANDLE_LIVING) this.living++;
    const at = handle * FIELDS;
    this.#fields[at + STATE] = HANDLE_LIVING;
    this.#fields[at + SLOT] = slot;
    this.#fields[at + ID] = id;
    this.#fields[at + BORN] = tick;
    this.forget(handle);
    return handle;
  }

  /** Nothing that the client may have of the entity counts. */
  forget(handle: number): void {
    const at = handle * FIELDS;
    this.#fields[at + BASE] = NEVER;
    this.#fields[at + WHOLE] = NEVER;
    this.#fields[at + SENT] = NEVER;
  }

  /** The entity left the view. */
  leave(handle: number): void {
    const at = handle * FIELDS;
    this.#fields[at + STATE] = HANDLE_LEAVING;
    this.#fields[at + SENT] = NEVER;
    this.living--;
  }

  /** The client knows that it left. */
  release(handle: number): void {
    this.#fields[handle * FIELDS + STATE] = HANDLE_FREE;
    if (handle !== 0) this.#free.push(handle);
  }

  #grow(handle: number): void {
    invariant(handle < HANDLES_MAX, `a client has at most ${HANDLES_MAX} handles`);
    const fields = new Float64Array(this.#fields.length * 2);
    fields.set(this.#fields);
    this.#fields = fields;
  }
}
