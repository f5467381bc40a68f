import { EntityTable, compileWorld, defineWorld, field } from '@atlasnet/schemas';
import { SeededRandom } from './lossy-wire.ts';

/** A world with every kind of view lane. */
export const viewWorld = compileWorld(
  defineWorld({
    name: 'views',
    dimensions: 2,
    bounds: { min: [0, 0], max: [2000, 2000] },
    tickHz: 20,
    components: {
      heading: field.angle(),
      health: field.integer({ min: 0, max: 100 }),
      label: field.text({ lengthMax: 16 }),
      secret: field.integer({ min: 0, max: 1000, hidden: true }),
      target: field.entity(),
    },
  }),
);

const index = (name: string): number =>
  viewWorld.components.find((component) => component.name === name)?.index ?? -1;
const HEADING = index('heading');
const HEALTH = index('health');
const LABEL = index('label');
const SECRET = index('secret');

/** Walkers in a table, as a merged view would hold them. */
export class ViewBenchWorld {
  readonly table = new EntityTable(viewWorld);
  readonly random: SeededRandom;
  readonly #headings = new Map<number, number>();
  readonly #extentM: number;

  constructor(seed: number, extentM: number) {
    this.random = new SeededRandom(seed);
    this.#extentM = extentM;
  }

  spawn(id: number, x?: number, y?: number): void {
    const slot = this.table.add(id);
    for (const component of [HEADING, HEALTH, SECRET]) this.table.addComponent(slot, component);
    const extent = this.#extentM;
    this.table.writeValue(slot, 0, {
      x: x ?? this.random.next() * extent,
      y: y ?? this.random.next() * extent,
    });
    this.#headings.set(id, this.random.next() * 6.28);
  }

  /** Moves `share` of the entities by a tick at walking pace. */
  step(share: number, speedM = 0.25): void {
    const { slots, length } = this.table.slotsById();
    const lanes = this.table.lanes;
    const quantum = viewWorld.positionQuantumM;
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      if (this.random.next() >= share) continue;
      const id = this.table.ids[slot];
      let heading = this.#headings.get(id) ?? 0;
      if (this.random.next() < 0.1) heading += this.random.next() - 0.5;
      const x = lanes[0][slot] * quantum + Math.cos(heading) * speedM;
      const y = lanes[1][slot] * quantum + Math.sin(heading) * speedM;
      if (x < 0 || y < 0 || x > this.#extentM || y > this.#extentM) heading += Math.PI;
      else this.table.writeValue(slot, 0, { x, y });
      this.#headings.set(id, heading);
      this.table.writeValue(slot, HEADING, heading);
      this.table.writeValue(slot, SECRET, this.random.below(1000));
    }
  }

  hurt(id: number): void {
    const slot = this.table.slotOf(id);
    if (slot >= 0) this.table.writeValue(slot, HEALTH, this.random.below(100));
  }

  /** Gives an entity a label (a component it did not have), or another. */
  name(id: number, label: string): void {
    const slot = this.table.slotOf(id);
    if (slot < 0) return;
    this.table.addComponent(slot, LABEL);
    this.table.writeValue(slot, LABEL, label);
  }

  destroy(id: number): void {
    const slot = this.table.slotOf(id);
    if (slot >= 0) this.table.remove(slot, 1);
  }
}
