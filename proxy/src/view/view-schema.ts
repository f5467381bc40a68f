import type { CompiledComponent, Field, WorldSchema } from '@atlasnet/schemas';

/** How one 32-bit lane of state becomes one lane of a view. */
export type ViewLaneKind = 'scaled' | 'angle' | 'plain';

/** A component as clients see it. */
export interface ViewComponent {
  /** Its bit in view masks, counted over the components that are not hidden. */
  readonly bit: number;
  readonly name: string;
  readonly field: Field<unknown>;
  readonly component: CompiledComponent;
  readonly firstLane: number;
  readonly laneCount: number;
  /** Index into the heap columns (text, bytes) of views, or −1. */
  readonly heap: number;
  readonly kind: ViewLaneKind;
  /** View quanta per state quantum; at most 1. */
  readonly ratio: number;
}

/** What of a world goes into views, and how; both ends make it from the declaration. */
export interface ViewSchema {
  readonly world: WorldSchema;
  readonly components: readonly ViewComponent[];
  readonly laneCount: number;
  readonly heapCount: number;
}

/** Angles in views have 256 steps a turn: 1.4 degrees in one byte. */
const ANGLE_VIEW_SHIFT = 8;
const ANGLE_VIEW_MASK = 0xff;

export function compileViewSchema(world: WorldSchema): ViewSchema {
  const components: ViewComponent[] = [];
  let laneCount = 0;
  let heapCount = 0;
  for (const component of world.components) {
    const { field, name } = component;
    if (field.hidden === true) continue;
    const scaled = field.quantum !== undefined && component.laneCount > 0;
    const quantum = field.quantum ?? 1;
    components.push({
      bit: components.length,
      name,
      field: scaled ? { ...field, quantum: field.viewQuantum ?? quantum } : field,
      component,
      firstLane: laneCount,
      laneCount: component.laneCount,
      heap: component.heap >= 0 ? heapCount++ : -1,
      kind: scaled ? 'scaled' : field.kind === 'angle' ? 'angle' : 'plain',
      ratio: scaled ? quantum / (field.viewQuantum ?? quantum) : 1,
    });
    laneCount += component.laneCount;
  }
  return { world, components, laneCount, heapCount };
}

/** A state lane in view quanta. */
export function toViewLane(component: ViewComponent, lane: number): number {
  if (component.kind === 'scaled') return Math.floor(lane * component.ratio + 0.5) | 0;
  if (component.kind === 'angle') return ((lane + 128) >> ANGLE_VIEW_SHIFT) & ANGLE_VIEW_MASK;
  return lane;
}

/** What is sent for a change of a view lane: the difference, for angles the shorter way round. */
export function viewLaneDelta(kind: ViewLaneKind, from: number, to: number): number {
  const delta = (to - from) | 0;
  return kind === 'angle' ? (delta << 24) >> 24 : delta;
}

/** The lane that a difference leads to. */
export function addViewLaneDelta(kind: ViewLaneKind, from: number, delta: number): number {
  return kind === 'angle' ? (from + delta) & ANGLE_VIEW_MASK : (from + delta) | 0;
}

/** Lanes of a view in the form that the schema's field readers take: angles in their full steps. */
export function fromViewLane(component: ViewComponent, lane: number): number {
  return component.kind === 'angle' ? lane << ANGLE_VIEW_SHIFT : lane;
}
