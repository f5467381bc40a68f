import { readFieldLanes, viewFingerprint } from '@atlasnet/schemas';
import type {
  ComponentValues,
  EntityId,
  Position,
  ViewComponent,
  ViewSchema,
  WorldDeclaration,
} from '@atlasnet/schemas';
import type { ViewEntity } from '../view/view-reader.ts';
import { readLane } from '../view/view-reader.ts';

const columns = [new Int32Array(1), new Int32Array(1), new Int32Array(1)];

/** The components that a client knows, by name. */
export type ComponentsByName = ReadonlyMap<string, ViewComponent>;

/**
 * An entity in sight. It stays the same object until it despawns; values are read when asked for.
 */
export class ClientEntity<D extends WorldDeclaration = WorldDeclaration> {
  readonly id: EntityId;
  readonly #view: ViewSchema;
  readonly #components: ComponentsByName;
  #state: ViewEntity;

  constructor(state: ViewEntity, view: ViewSchema, components: ComponentsByName) {
    this.id = state.id as EntityId;
    this.#state = state;
    this.#view = view;
    this.#components = components;
  }

  /** The tick as of which it is known. */
  get tick(): number {
    return this.#state.tick;
  }

  /** Metres, in view quanta. */
  get position(): Position {
    return this.#read('position') as Position;
  }

  /** 32 bits over everything that is shown of it, as the log's checker computes them (I10). */
  get fingerprint(): number {
    const { present, lanes, heaps } = this.#state;
    return viewFingerprint(this.#view, present, lanes, heaps);
  }

  has(name: keyof ComponentValues<D> & string): boolean {
    const component = this.#components.get(name);
    return component !== undefined && ((this.#state.present >>> component.bit) & 1) === 1;
  }

  /** A component's value, or undefined when the entity lacks it or it is hidden. */
  get<Name extends keyof ComponentValues<D> & string>(
    name: Name,
  ): ComponentValues<D>[Name] | undefined {
    return this.has(name) ? (this.#read(name) as ComponentValues<D>[Name]) : undefined;
  }

  /** Follows the entity under another handle; for the client alone. */
  adopt(state: ViewEntity): void {
    this.#state = state;
  }

  #read(name: string): unknown {
    const component = this.#components.get(name);
    if (!component) return undefined;
    if (component.heap >= 0) return this.#state.heaps[component.heap];
    for (let i = 0; i < component.laneCount; i++) {
      columns[i][0] = readLane(component, this.#state, i);
    }
    return readFieldLanes(component.field, columns, 0, 0);
  }
}
