import type { EntityTable } from '../table/entity-table.ts';
import type { HeapValue } from '../table/heap-value.ts';
import type { Field } from './field.ts';
import type { CompiledComponent, WorldSchema } from './world-schema.ts';

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

/**
 * 32 bits over an entity as clients see it: its components and their values in view quanta. A client
 * keeps it of what it showed, the checker computes it from the log (I10). FNV-1a over 32-bit words.
 */
export function viewFingerprint(
  schema: ViewSchema,
  present: number,
  lanes: ArrayLike<number>,
  heaps: readonly (HeapValue | undefined)[],
): number {
  let hash = mix(FNV_BASIS, present);
  for (const { bit, firstLane, laneCount, heap } of schema.components) {
    if (((present >>> bit) & 1) === 0) continue;
    for (let lane = firstLane; lane < firstLane + laneCount; lane++) hash = mix(hash, lanes[lane]);
    if (heap >= 0) hash = mixHeap(hash, heaps[heap]);
  }
  return hash >>> 0;
}

/** {@link viewFingerprint} of an entity of a table. */
export function tableFingerprint(view: ViewSchema, table: EntityTable, slot: number): number {
  let present = 0;
  for (const { bit, component } of view.components) {
    if (table.has(slot, component.index)) present |= 1 << bit;
  }
  let hash = mix(FNV_BASIS, present);
  for (const compiled of view.components) {
    const { bit, component, laneCount, heap } = compiled;
    if (((present >>> bit) & 1) === 0) continue;
    for (let i = 0; i < laneCount; i++) {
      hash = mix(hash, toViewLane(compiled, table.lanes[component.firstLane + i][slot]));
    }
    if (heap >= 0) hash = mixHeap(hash, table.heaps[component.heap][slot]);
  }
  return hash >>> 0;
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Multiplies, and folds the high half back: FNV alone leaves a word's high bits in the high bits. */
function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, FNV_PRIME);
  return mixed ^ (mixed >>> 15);
}

function mixHeap(hash: number, value: HeapValue | undefined): number {
  let mixed = mix(hash, value?.length ?? 0);
  if (typeof value === 'string') {
    for (let i = 0; i < value.length; i++) mixed = mix(mixed, value.charCodeAt(i));
  } else {
    for (const byte of value ?? []) mixed = mix(mixed, byte);
  }
  return mixed;
}
