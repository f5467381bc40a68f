import {
  InputColumnWriter,
  cellCoordinates,
  cellsInBox,
  decodeMessage,
  encodeMessage,
  encodePayload,
  homeRegion,
  interlinkMessages,
  packInput,
} from '@atlasnet/schemas';
import type { CompiledKind, Link, PartitionMap, RegionId, WorldSchema } from '@atlasnet/schemas';
import type { SimulatedProcess } from '../../../adapters/simulated/index.ts';
import { threadTimeMs } from '../processor-time.ts';

/** Clients say something at such times, and a proxy sends it on so long before a tick, milliseconds. */
const BEAT_MS = 5;
/** Of SessionState: its avatar is in the region that says so. */
const HERE = 1;
/** Metres a second. */
const SPEED_MPS = 5;

export interface StandInOptions {
  readonly process: SimulatedProcess;
  readonly schema: WorldSchema;
  readonly map: PartitionMap;
  readonly homeCount: number;
  readonly clients: number;
  readonly inputHz: number;
  readonly commandHz: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A client's session as far as a shard knows it. */
interface Session {
  readonly session: number;
  readonly account: string;
  region: RegionId;
  avatar: number;
  commands: number;
  inputs: number;
}

type LinkBody = Parameters<typeof interlinkMessages.LinkMessage.encode>[0];

/**
 * A proxy without clients and without views: it reads all cells of all regions over one link, follows where
 * avatars go, and says for all sessions what clients of the arena would, at the same times.
 */
export class StandInProxy {
  /** So far. `spentMs`: what it took of a processor itself. */
  readonly tally = { spentMs: 0, inputs: 0, commands: 0, acknowledged: 0, slices: 0, bytes: 0 };
  readonly #options: StandInOptions;
  readonly #sessions = new Map<number, Session>();
  readonly #columns = new Map<RegionId, InputColumnWriter>();
  readonly #waiting: LinkBody[] = [];
  readonly #steer: CompiledKind;
  readonly #hit: CompiledKind;
  #link: Link | null = null;
  #beat = 0;
  /** A moment at which a tick begins, by this process's clock. */
  #tickAtMs = 0;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#steer = kindOf(options.schema, 'steer');
    this.#hit = kindOf(options.schema, 'hit');
  }

  /** Sessions whose avatars live. */
  get joined(): number {
    let joined = 0;
    for (const { avatar } of this.#sessions.values()) if (avatar > 0) joined++;
    return joined;
  }

  /** Connects to the shard, reads its regions, and brings all sessions. */
  async open(address: string): Promise<void> {
    const { process, map, clients, homeCount } = this.#options;
    this.#link = await process.interlink.connect(address, () => ({
      message: (bytes) => this.#timed(() => this.#take(bytes)),
      closed: () => (this.#link = null),
    }));
    for (const region of map.regions) this.#subscribe(region);
    for (let i = 0; i < clients; i++) {
      const account = `bot-${i}`;
      const home = homeRegion(account, homeCount);
      const session = { session: i + 1, account, region: home, avatar: 0, commands: 0, inputs: 0 };
      this.#sessions.set(session.session, session);
      this.#attach(session);
    }
    this.#sayLater();
  }

  #subscribe(region: RegionId): void {
    const { schema, map } = this.#options;
    const box = map.boundsOf(region);
    const cells = box ? cellsInBox(schema, box.min, box.max) : [];
    const subscribe = {
      region,
      cells: cells.map((cell) => cellCoordinates(schema, cell)),
      whole: false,
      fromOffset: 0,
      replace: true,
    };
    this.#send({ subscribe });
  }

  #attach({ session, account, region, avatar }: Session): void {
    const attach = { region, session, account, generation: 1, avatar, resume: avatar > 0 };
    this.#send({ attach });
  }

  #take(bytes: Uint8Array): void {
    this.tally.bytes += bytes.length;
    const type = interlinkMessages.LinkMessage;
    const { slice, moved } = decodeMessage(type, bytes, 'a message of a shard');
    if (moved) this.#moveTo(moved.session, moved.to as RegionId);
    if (!slice) return;
    this.tally.slices++;
    const { dueMicros } = slice;
    if (dueMicros > 0) this.#tickAtMs = this.#nowMs + dueMicros / 1000;
    for (const { state, session, commandNumber } of slice.sessions) {
      const known = this.#sessions.get(state?.session ?? session);
      if (commandNumber > 0) this.tally.acknowledged++;
      if (!known || state?.status !== HERE) continue;
      known.region = slice.region as RegionId;
      known.avatar = state.avatar;
    }
    for (const { entity, to } of slice.departures) {
      for (const each of this.#sessions.values()) {
        if (each.avatar === entity) this.#moveTo(each.session, to as RegionId);
      }
    }
  }

  #moveTo(session: number, to: RegionId): void {
    const known = this.#sessions.get(session);
    if (!known || known.region === to) return;
    known.region = to;
    this.#attach(known);
  }

  #sayLater(): void {
    this.#options.process.clock.after(BEAT_MS, () => {
      this.#timed(() => this.#say());
      this.#sayLater();
    });
  }

  /** What the clients said since the last time: each has its own moment in a second. */
  #say(): void {
    const { inputHz, commandHz } = this.#options;
    const beat = this.#beat++;
    for (const session of this.#sessions.values()) {
      if (session.avatar === 0) continue;
      if (isDue(session.session, beat, inputHz)) this.#input(session);
      if (isDue(session.session, beat, commandHz)) this.#command(session);
    }
    // As a proxy does: all that was said goes once a tick, just before it.
    const { tickMs } = this.#options.schema;
    const left = (((this.#tickAtMs - this.#nowMs) % tickMs) + tickMs) % tickMs;
    if (left < BEAT_MS || left >= 2 * BEAT_MS) return;
    for (const body of this.#waiting.splice(0)) this.#send(body);
    for (const [region, column] of this.#columns) {
      if (column.length > 0) this.#send({ inputs: { region, column: column.take() } });
    }
  }

  get #nowMs(): number {
    return this.#options.process.clock.monotonicMs();
  }

  #input(session: Session): void {
    const { random } = this.#options;
    const way = random() * 2 * Math.PI;
    const velocity = { vx: Math.cos(way) * SPEED_MPS, vy: Math.sin(way) * SPEED_MPS };
    let column = this.#columns.get(session.region);
    if (!column) this.#columns.set(session.region, (column = new InputColumnWriter()));
    const numbers = {
      sequence: ++session.inputs,
      afterCommand: session.commands,
      kind: this.#steer.index,
    };
    column.add(session.session, 1, packInput(numbers, encodePayload(this.#steer, velocity)));
    this.tally.inputs++;
  }

  /** Strikes at nobody: the game refuses it with a reason, as it does most blows of the bots. */
  #command({ session, region, commands }: Session): void {
    const known = this.#sessions.get(session);
    if (known) known.commands = commands + 1;
    const payload = encodePayload(this.#hit, { target: 0 });
    const said = { kind: this.#hit.index, payload, number: commands + 1 };
    this.#waiting.push({ command: { region, session, generation: 1, ...said } });
    this.tally.commands++;
  }

  #send(body: LinkBody): void {
    this.#link?.send(encodeMessage(interlinkMessages.LinkMessage, body));
  }

  #timed(work: () => void): void {
    const started = threadTimeMs();
    work();
    this.tally.spentMs += threadTimeMs() - started;
  }
}

function isDue(session: number, beat: number, hz: number): boolean {
  const beats = Math.round(1000 / hz / BEAT_MS);
  return (session * 7919 + beat) % beats === 0;
}

function kindOf(schema: WorldSchema, name: string): CompiledKind {
  const kind = schema.kinds.find((each) => each.name === name);
  if (!kind) throw new Error(`the world declares no ${name}`);
  return kind;
}
