import {
  cellsInBox,
  cellCoordinates,
  decodeMessage,
  epoch,
  interlinkMessages,
} from '@atlasnet/schemas';
import type {
  Clock,
  IncarnationId,
  Link,
  LinkMessage,
  PartitionMap,
  ProcessId,
  RegionId,
  WorldSchema,
} from '@atlasnet/schemas';
import { RegionRuntime } from '../core/region-runtime.ts';
import { RegionState } from '../core/region-state.ts';
import { sendBody } from './link-hub.ts';
import type { LinkBody } from './link-hub.ts';
import { RegionNeighbourhood } from './neighbourhood.ts';
import { OutboxCourier } from './outbox-courier.ts';
import { Publisher } from './publisher.ts';
import { RehearsalReader } from './rehearsal-reader.ts';
import { TickPace } from './tick-pace.ts';

/** Under which a made-up region is written. */
const EPOCH = epoch(1);
/** Cells that a made-up proxy reads. */
const CELLS_READ = 64;

export interface RehearsalRegionOptions {
  readonly schema: WorldSchema;
  readonly clock: Clock;
  readonly process: ProcessId;
  readonly incarnation: IncarnationId;
  readonly region: RegionId;
  readonly map: PartitionMap;
  /** Another region's end of the link that its owner has with this one's. */
  readonly linkTo: (region: RegionId) => Link | null;
}

/**
 * A made-up region with all that a tick meets on its way, but for a game and a log: messages go over a
 * link as bytes, a made-up proxy and a standby read it, and each frame counts as soon as it was produced.
 */
export class RehearsalRegion {
  readonly region: RegionId;
  readonly state: RegionState;
  readonly #options: RehearsalRegionOptions;
  readonly #runtime: RegionRuntime;
  readonly #neighbourhood: RegionNeighbourhood;
  readonly #publisher: Publisher;
  readonly #courier: OutboxCourier;
  readonly #pace: TickPace;
  readonly #proxy: Link;
  readonly #reader: RehearsalReader;
  #offset = 0;
  #commands = 0;
  /** Entities that left and came, and commands that were answered, so far. */
  departures = 0;
  arrivals = 0;
  answers = 0;

  constructor(options: RehearsalRegionOptions) {
    const { schema, clock, region, map, linkTo } = options;
    this.#options = options;
    this.region = region;
    const state = new RegionState(schema, region);
    this.state = state;
    const send = (to: RegionId, body: LinkBody): boolean => {
      const link = linkTo(to);
      return link !== null && sendBody(link, body);
    };
    this.#neighbourhood = new RegionNeighbourhood({
      schema,
      region,
      clock,
      send,
      isOwn: (entity) => state.table.slotOf(entity) >= 0,
      reached: (other) => this.#runtime.inbox.reached(other, state.inbox.get(other) ?? 0),
      heard: () => undefined,
    });
    this.#pace = new TickPace(this.#neighbourhood, () => undefined);
    this.#runtime = new RegionRuntime({
      ...options,
      server: { world: schema.declaration },
      epoch: EPOCH,
      seed: 1,
      state,
      homeCount: 1,
      lingerTicks: 1,
      sessionsMax: 1,
      stopwatch: () => 0,
      neighbourhood: this.#neighbourhood,
    });
    this.#publisher = new Publisher(this.#runtime, []);
    this.#courier = new OutboxCourier({ region, clock, state, send });
    this.#reader = new RehearsalReader(options, EPOCH);
    this.#proxy = rehearsalLink(options.process, () => undefined);
    this.#subscribe(map);
  }

  /** Entities of the other region that it knows of. */
  get ghosts(): number {
    return this.#neighbourhood.ghosts.count;
  }

  /** The state that its log's reader has rebuilt, and how often from a checkpoint. */
  get rebuilt(): { readonly state: RegionState | null; readonly restored: number } {
    return this.#reader;
  }

  /** The end of a link to its owner over which another region sends. */
  linkFor(process: ProcessId): Link {
    return rehearsalLink(process, (message) => this.#take(message));
  }

  /** Somebody who has no avatar: its commands are refused, since there is no game. */
  attach(session: number): void {
    this.#publisher.attach(this.#proxy, session, 0);
    this.#runtime.attach({ session, account: 'rehearsal', generation: 1 });
  }

  command(session: number): void {
    this.#commands++;
    const payload = new Uint8Array(64);
    this.#runtime.command({
      ...{ region: this.region, session, generation: 1 },
      ...{ number: this.#commands, kind: 0, payload, worldSchemaHash: 0 },
    });
  }

  /** Runs a tick, whose frame counts at once. */
  tick(tick: number): void {
    this.#neighbourhood.update(this.#options.map, this.state.outbox.keys());
    this.#pace.hold(tick, tick - 1, tick);
    this.#neighbourhood.beginTick();
    const produced = this.#runtime.runTick(tick);
    this.#publisher.produced(produced);
    this.#neighbourhood.announce(produced.frame);
    this.#offset++;
    this.departures += produced.frame.departures.length;
    const { messages = [], commands = [] } = produced.frame.inputs ?? {};
    this.arrivals += messages.filter(({ arrived }) => arrived > 0).length;
    this.answers += commands.length;
    this.#publisher.counted(produced, this.#offset);
    this.#courier.counted(produced.frame);
    this.#courier.maintain();
    this.#reader.take(produced.records);
  }

  #take(message: LinkMessage): void {
    const { slice, subscriptionStart, announcement, subscribe, delivery } = message;
    const back = subscribe && this.#options.linkTo((subscribe.reader - 1) as RegionId);
    if (slice) this.#neighbourhood.slice(slice);
    else if (subscriptionStart) this.#neighbourhood.start(subscriptionStart);
    else if (announcement) this.#neighbourhood.announced(announcement);
    else if (back) this.#publisher.subscribe(back, subscribe);
    else if (delivery) this.#runtime.deliver(delivery);
    this.#pace.heard();
  }

  #subscribe(map: PartitionMap): void {
    const { schema } = this.#options;
    const box = map.boundsOf(this.region);
    if (!box) return;
    const cells = cellsInBox(schema, box.min, box.max).slice(0, CELLS_READ);
    this.#publisher.subscribe(this.#proxy, {
      region: this.region,
      cells: cells.map((cell) => cellCoordinates(schema, cell)),
      ...{ whole: false, fromOffset: 0, replace: true, reader: 0, worldSchemaHash: schema.hash },
    });
  }
}

/** A link that is read at once, as bytes. */
function rehearsalLink(process: ProcessId, read: (message: LinkMessage) => void): Link {
  const { LinkMessage } = interlinkMessages;
  return {
    peer: { process, role: 'rehearsal' },
    queuedBytes: 0,
    send: (bytes) => {
      read(decodeMessage(LinkMessage, bytes, 'link message', 'ATLAS_LINK_MALFORMED'));
      return true;
    },
    close: () => undefined,
  };
}
