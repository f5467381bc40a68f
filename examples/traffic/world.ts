import { defineWorld, field } from 'atlasnet/world';

/** A city of 3.4 km, at 20 ticks a second; streets on the rim lie a little outside of it. */
export const trafficWorld = defineWorld({
  name: 'traffic',
  dimensions: 2,
  bounds: { min: [-50, -50], max: [3450, 3450] },
  tickHz: 20,
  ghostDistanceM: 25,
  components: {
    kind: field.enumeration(['vehicle', 'walker']),
    heading: field.angle(),
    /** Metres a second. */
    speed: field.number({ quantum: 0.01 }),
    /** Where a vehicle should be when its next row is due, and in how many ticks that is. */
    waypoint: field.vector2({ quantum: 0.01, hidden: true }),
    ticksLeft: field.integer({ min: 0, max: 10_000, hidden: true }),
    /** Its id in the trace. */
    traceId: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    /** Metres driven and ticks lived: they exist nowhere else, so they prove what the log holds. */
    odometer: field.number({ quantum: 0.001 }),
    ticks: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    nearMisses: field.integer({ min: 0, max: 2 ** 31 - 1 }),
    /** What `ticks` said at its newest row, and whether it goes because the trace forgot it. */
    rowTicks: field.integer({ min: 0, max: 2 ** 31 - 1, hidden: true }),
    orphaned: field.flag({ hidden: true }),
    velocity: field.vector2({ quantum: 0.001, hidden: true }),
  },
  commands: {
    /** The feeder begins; answered with the tick, by which it knows whether this is still its world. */
    begin: {},
    /** A vehicle appears; answered with its entity id. */
    depart: {
      traceId: field.integer({ min: 0, max: 2 ** 31 - 1 }),
      x: field.number({ quantum: 0.01 }),
      y: field.number({ quantum: 0.01 }),
      heading: field.angle(),
    },
    /** Rows of vehicles on their way, packed: see rows.ts. */
    rows: { packed: field.bytes({ lengthMax: 4096 }) },
    /** A vehicle has arrived and goes. */
    arrive: { vehicle: field.entity() },
  },
  inputs: {
    steer: { x: field.number({ quantum: 0.01 }), y: field.number({ quantum: 0.01 }) },
  },
  messages: {
    waypoint: {
      x: field.number({ quantum: 0.01 }),
      y: field.number({ quantum: 0.01 }),
      ticks: field.integer({ min: 1, max: 1000 }),
    },
    /** A row that says what the one before it said. */
    still: {},
    arrived: {},
  },
});
