import { compileViewSchema } from '@atlasnet/schemas';
import type {
  EntityId,
  ViewComponent,
  ViewSchema,
  WorldDeclaration,
  WorldSchema,
} from '@atlasnet/schemas';
import { ViewReader } from '../view/view-reader.ts';
import type { ViewEntity } from '../view/view-reader.ts';
import { ClientEntity } from './client-entity.ts';

export interface EntityHandlers<D extends WorldDeclaration> {
  spawned(entity: ClientEntity<D>): void;
  updated(entity: ClientEntity<D>): void;
  despawned(entity: ClientEntity<D>): void;
}

/**
 * The entities that a client shows. On another proxy the view begins anew, under other handles; what
 * was shown stays until it has said what of that is still in sight.
 */
export class ClientEntities<D extends WorldDeclaration> {
  readonly shown = new Map<EntityId, ClientEntity<D>>();
  readonly #handlers: EntityHandlers<D>;
  readonly #schema: ViewSchema;
  readonly #components: ReadonlyMap<string, ViewComponent>;
  #reader: ViewReader;
  /** Of the views before this one. */
  #tickBefore = -1;
  #updatesBefore = 0;
  /** Shown by the view before, and not by this one so far. */
  readonly #unconfirmed = new Set<EntityId>();

  constructor(schema: WorldSchema, handlers: EntityHandlers<D>) {
    this.#schema = compileViewSchema(schema);
    this.#handlers = handlers;
    const { components } = this.#schema;
    this.#components = new Map(components.map((component) => [component.name, component]));
    this.#reader = this.#makeReader();
  }

  /** The newest tick that was seen; −1 before any. */
  get tick(): number {
    return Math.max(this.#tickBefore, this.#reader.tick);
  }

  get updates(): number {
    return this.#updatesBefore + this.#reader.updates;
  }

  read(bytes: Uint8Array): void {
    this.#reader.read(bytes);
  }

  /** True once after the view could not be followed. */
  takeLostTrack(): boolean {
    const { lostTrack } = this.#reader;
    this.#reader.lostTrack = false;
    return lostTrack;
  }

  /** Another proxy builds the view from now on. */
  beginAnew(): void {
    this.#tickBefore = this.tick;
    this.#updatesBefore = this.updates;
    this.#reader = this.#makeReader();
    for (const id of this.shown.keys()) this.#unconfirmed.add(id);
  }

  /** The new view is whole: what it did not name is out of sight. */
  settle(): void {
    for (const id of this.#unconfirmed) this.#despawn(id);
    this.#unconfirmed.clear();
  }

  #makeReader(): ViewReader {
    return new ViewReader(this.#schema, {
      spawned: (state) => this.#spawned(state),
      updated: (state) => {
        const entity = this.shown.get(state.id as EntityId);
        entity?.adopt(state);
        if (entity) this.#handlers.updated(entity);
      },
      despawned: (state) => this.#despawn(state.id as EntityId),
    });
  }

  #spawned(state: ViewEntity): void {
    const known = this.shown.get(state.id as EntityId);
    if (known) {
      this.#unconfirmed.delete(known.id);
      known.adopt(state);
      this.#handlers.updated(known);
      return;
    }
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
