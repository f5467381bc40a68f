import { compileViewSchema } from '@atlasnet/schemas';
import type {
  EntityId,
  ViewComponent,
  ViewSchema,
  WorldDeclaration,
  WorldSchema,
} from '@atlasnet/schemas';
import { FLAG_ANEW } from '../view/view-format.ts';
import { ViewReader } from '../view/view-reader.ts';
import type { ViewEntity, ViewHandlers } from '../view/view-reader.ts';
import { ClientEntity } from './client-entity.ts';

export interface EntityHandlers<D extends WorldDeclaration> {
  spawned(entity: ClientEntity<D>): void;
  updated(entity: ClientEntity<D>): void;
  despawned(entity: ClientEntity<D>): void;
  /** The proxy in use is to be told that this tick is shown, and to begin its view anew (V2). */
  asksAnew(tick: number): void;
}

/**
 * The entities that a client shows. On another proxy the view begins anew, under other handles; what
 * was shown stays until it has said what of that is still in sight, and the proxy before is believed
 * until the new view has reached its tick. Before that the new one shows nothing: a proxy may know less
 * than the one before did, and no entity is shown as of an older tick than it was, nor back from the dead.
 *
 * A view may have reached a tick and hold, of a region that is late, what is older. The proxy keeps back what is
 * older than the tick that it was told of (`notBefore`). So if the one before has shown a newer one since, the new
 * one is told of the newest that either has reached: the one before shows nothing beyond it, and of the new one
 * only what it says after that counts.
 */
export class ClientEntities<D extends WorldDeclaration> {
  readonly shown = new Map<EntityId, ClientEntity<D>>();
  readonly #handlers: EntityHandlers<D>;
  readonly #schema: ViewSchema;
  readonly #components: ReadonlyMap<string, ViewComponent>;
  #reader: ViewReader;
  /** Of the view before, until this one has caught up with it. */
  #former: ViewReader | null = null;
  /** Of the views before these. */
  #tickBefore = -1;
  /** The newest tick that was shown when the proxy in use was told. */
  #toldTick = -1;
  /** It was told once more, and its view begins anew. */
  #hasAsked = false;
  #updatesBefore = 0;
  /** Shown by a view before, and not by this one so far. */
  readonly #unconfirmed = new Set<EntityId>();
  /** The new view was whole while it was behind. */
  #settles = false;
  /** It is believed although it is behind. */
  #trusted = false;

  constructor(schema: WorldSchema, handlers: EntityHandlers<D>) {
    this.#schema = compileViewSchema(schema);
    this.#handlers = handlers;
    const { components } = this.#schema;
    this.#components = new Map(components.map((component) => [component.name, component]));
    this.#reader = this.#makeReader();
  }

  /** The newest tick that was seen; −1 before any. */
  get tick(): number {
    return Math.max(this.#tickBefore, this.#former?.tick ?? -1, this.#reader.tick);
  }

  get updates(): number {
    return this.#updatesBefore + (this.#former?.updates ?? 0) + this.#reader.updates;
  }

  /** Takes a message of the view. @returns true once the view before is not needed any more */
  read(bytes: Uint8Array): boolean {
    const wasBehind = this.#isBehind;
    this.#reader.read(bytes);
    // One that had shown nothing when it was left may still say something old: it is not heard any more.
    if (this.#isBehind || (!wasBehind && this.#former === null)) return false;
    if (this.#askAnew()) return false;
    this.#takeOver();
    return true;
  }

  /** Believes a view that is behind still. @returns true if so: the view before is not needed any more */
  trust(): boolean {
    if (!this.#isBehind || this.#askAnew()) return false;
    this.#trusted = true;
    this.#takeOver();
    return true;
  }

  /** Takes a message of the view before, which may go on while the new one begins. */
  readFormer(bytes: Uint8Array): void {
    const former = this.#former;
    if (former === null || (this.#hasAsked && former.tickOf(bytes) > this.#toldTick)) return;
    former.read(bytes);
  }

  /** True once after the view could not be followed. */
  takeLostTrack(): boolean {
    const { lostTrack } = this.#reader;
    this.#reader.lostTrack = false;
    return lostTrack;
  }

  /** Another proxy builds the view from now on. */
  beginAnew(): void {
    const hasShown = !this.#isBehind;
    this.#leaveFormer();
    this.#toldTick = this.#tickBefore;
    this.#hasAsked = false;
    if (!hasShown) this.#updatesBefore += this.#reader.updates;
    this.#former = hasShown ? this.#reader : null;
    this.#reader = this.#makeReader();
    this.#settles = false;
    this.#trusted = false;
    for (const id of this.shown.keys()) this.#unconfirmed.add(id);
  }

  /** The new view is whole: what it did not name is out of sight, once it has caught up. */
  settle(): void {
    this.#settles = this.#isBehind;
    if (this.#settles) return;
    for (const id of this.#unconfirmed) this.#despawn(id);
    this.#unconfirmed.clear();
  }

  /** Whether something was shown as of a newer tick than the view in use has reached. */
  get #isBehind(): boolean {
    if (this.#trusted) return false;
    return this.#reader.tick < Math.max(this.#tickBefore, this.#former?.tick ?? -1);
  }

  /** Whether the view before has shown a newer tick than the proxy in use was told. */
  get #knowsLess(): boolean {
    return this.#former !== null && this.#former.tick > this.#toldTick;
  }

  /** Tells the proxy in use what the view before has shown since. @returns false when that is nothing */
  #askAnew(): boolean {
    const { tick, updates } = this.#reader;
    if (!this.#knowsLess) return false;
    this.#toldTick = Math.max(tick, this.#former?.tick ?? -1);
    this.#hasAsked = true;
    this.#updatesBefore += updates;
    this.#reader = this.#makeReader();
    this.#handlers.asksAnew(this.#toldTick);
    return true;
  }

  #takeOver(): void {
    for (const state of this.#reader.entities()) this.#show(state, true);
    this.#leaveFormer();
    if (this.#settles) this.settle();
  }

  #leaveFormer(): void {
    this.#tickBefore = this.tick;
    this.#updatesBefore += this.#former?.updates ?? 0;
    this.#former = null;
  }

  #makeReader(): ViewReader {
    const handlers: ViewHandlers = {
      spawned: (state) => {
        if (!this.#waits(reader)) this.#show(state, reader === this.#reader);
      },
      updated: (state) => {
        const entity = this.shown.get(state.id as EntityId);
        if (entity && !this.#waits(reader)) this.#update(entity, state);
      },
      despawned: ({ id }) => {
        if (!this.#waits(reader)) this.#despawn(id as EntityId);
      },
    };
    const reader = new ViewReader(this.#schema, handlers, this.#hasAsked ? FLAG_ANEW : 0);
    return reader;
  }

  #waits(reader: ViewReader): boolean {
    return reader === this.#reader && (this.#isBehind || this.#knowsLess);
  }

  #update(entity: ClientEntity<D>, state: ViewEntity): void {
    if (state.tick < entity.tick) return;
    entity.adopt(state);
    this.#handlers.updated(entity);
  }

  #show(state: ViewEntity, isNew: boolean): void {
    const known = this.shown.get(state.id as EntityId);
    if (known) {
      if (isNew) this.#unconfirmed.delete(known.id);
      this.#update(known, state);
      return;
    }
    if (!isNew) this.#unconfirmed.add(state.id as EntityId);
    const entity = new ClientEntity<D>(state, this.#schema, this.#components);
    this.shown.set(entity.id, entity);
    this.#handlers.spawned(entity);
  }

  #despawn(id: EntityId): void {
    const entity = this.shown.get(id);
    this.#unconfirmed.delete(id);
    if (!this.shown.delete(id) || !entity) return;
    this.#handlers.despawned(entity);
  }
}
