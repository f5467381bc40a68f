import {
  ControlState,
  MergedView,
  compileWorld,
  followControl,
  sleep,
  topicNames,
  waitForIncarnation,
} from '@atlasnet/schemas';
import type {
  DatagramSocket,
  FrameSlice,
  IncarnationId,
  Link,
  LinkMessage,
  RegionId,
  Service,
  WorldSchema,
} from '@atlasnet/schemas';
import { ViewScratch } from '../view/view-scratch.ts';
import { ViewSource } from '../view/view-source.ts';
import { AddressBook } from './address-book.ts';
import type { PacketSink } from '../netcode/packet-arena.ts';
import { ClientDesk } from './client-desk.ts';
import type { ClientSession } from './client-session.ts';
import { drainClients } from './drain-clients.ts';
import { SERVICE_LIMITS } from './limits.ts';
import { OwnerLinks, sendBody } from './owner-links.ts';
import { PacedViews } from './paced-views.ts';
import { ProxyMeters } from './proxy-meters.ts';
import type { ProxyOptions } from './proxy-options.ts';
import { RegionReader } from './region-reader.ts';
import { rehearse } from './rehearsal.ts';
import { SessionCourier } from './session-courier.ts';
import { SessionVerdicts } from './session-verdicts.ts';
import { TicketOffice } from './ticket-office.ts';
import { TokenLedger } from './token-ledger.ts';
import { WantedCells } from './wanted-cells.ts';
import type { Gaze } from './wanted-cells.ts';
import { WorldTime } from './world-time.ts';

/** Silence after which a client is given up, unless said otherwise, milliseconds. */
const CLIENT_TIMEOUT_MS = 5000;

/** Carries clients: reads the regions that they see, builds their views, routes their commands. */
export class ProxyService implements Service {
  readonly schema: WorldSchema;
  readonly view: MergedView;
  readonly #options: ProxyOptions;
  readonly #control = new ControlState();
  readonly #source: ViewSource;
  readonly #links: OwnerLinks;
  readonly #readers = new Map<RegionId, RegionReader>();
  readonly #wanted: WantedCells;
  readonly #time = new WorldTime();
  readonly #meters: ProxyMeters;
  readonly #verdicts: SessionVerdicts;
  readonly #tickets: TicketOffice;
  readonly #book: AddressBook;
  readonly #courier: SessionCourier;
  readonly #abort = new AbortController();
  #listens = false;
  #draining = false;
  #desk: ClientDesk | null = null;
  #views: PacedViews | null = null;
  #failure: unknown = null;
  #running: Promise<void> | null = null;
  #lookAtMs = 0;
  /** Regions that are read whole for a while, since an avatar is somewhere in them. */
  readonly #wholeUntilMs = new Map<RegionId, number>();

  constructor(options: ProxyOptions) {
    this.#options = options;
    this.schema = compileWorld(options.declaration);
    this.view = new MergedView(this.schema);
    this.#source = new ViewSource(this.view.table, options.viewRadiusM, (slot) =>
      this.view.tickOf(slot),
    );
    this.#wanted = new WantedCells(this.schema);
    this.#meters = new ProxyMeters(options.metrics);
    this.#verdicts = new SessionVerdicts(options.clock);
    this.#tickets = new TicketOffice({
      ...options,
      privateKey: options.privateKeys[0],
      own: options.publicAddresses,
      timeoutSeconds: Math.ceil((options.clientTimeoutMs ?? CLIENT_TIMEOUT_MS) / 1000),
    });
    this.#book = new AddressBook({ ...options, tickets: this.#tickets });
    this.#courier = new SessionCourier(options.clock, this.schema.tickMs, (region, body) => {
      const { link } = this.#reader(region);
      if (link) sendBody(link, body);
    });
    this.#links = new OwnerLinks({
      ...options,
      addressOf: (process) => this.#book.addressOf(process),
      message: (link, message) => this.#onLinkMessage(link, message),
    });
  }

  /** Clients that are connected. */
  get clients(): number {
    return this.#desk?.clients ?? 0;
  }

  /** It does not listen yet, or is about to stop: the registry tells gateways and other proxies so. */
  get draining(): boolean {
    return this.#draining || !this.#listens;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    const { clock, drainMs = 0 } = this.#options;
    this.#draining = true;
    this.#desk?.refuseNew();
    this.#options.announce?.();
    await drainClients({
      ...{ clock, drainMs, signal: this.#abort.signal },
      clients: () => this.clients,
      hasPeers: () => this.#tickets.hasPeers,
      sendAway: () => this.#book.learnPeers().then(() => this.#desk?.moveAll()),
    });
    this.#abort.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { bind, datagrams, logger, log, world, clock, rehearses } = this.#options;
    const { signal } = this.#abort;
    if (rehearses === true) await rehearse({ ...this.#options, schema: this.schema, signal });
    const control = this.#control;
    const incarnation = await waitForIncarnation({ log, world, clock, control, signal });
    if (incarnation === null) return;
    const changed = (): void => this.#maintain();
    const fail = (error: unknown): void => this.#fail(error);
    const follower = followControl(this.#options, control, changed, fail);
    const ledger = this.#openLedger(incarnation);
    let socket: DatagramSocket | null = null;
    const desk = this.#openDesk(ledger, (bytes, start, end, to) =>
      socket?.send(bytes, start, end, to),
    );
    this.#desk = desk;
    this.#views = new PacedViews({
      ...{ desk, signal, clock: this.#options.clock, meters: this.#meters },
      // The region with the newest tick may be read no more: then the next tick is waited for.
      next: () => this.#source.update(this.view.newestTick),
    });
    try {
      socket = await datagrams.bind(bind, (bytes, from) => desk.receive(bytes, from), fail);
      logger.info('proxy listens', { host: socket.address.host, port: socket.address.port });
      this.#listens = true;
      this.#options.announce?.();
      await Promise.all([
        this.#maintainLoop(desk, signal),
        this.#book.follow(signal, () => this.#giveBack()),
      ]);
    } finally {
      this.#abort.abort();
      await desk.sayGoodbye();
      desk.stop();
      follower.stop();
      ledger.stop();
      this.#links.close();
      await socket?.close();
    }
    if (this.#failure) throw this.#failure;
  }

  #openLedger(incarnation: IncarnationId): TokenLedger {
    const { world, sessionPartitions } = this.#options;
    return new TokenLedger({
      ...this.#options,
      topic: topicNames(world).sessions,
      partitions: sessionPartitions,
      incarnation,
      failed: (error) => this.#fail(error),
      heard: (record) => {
        const judged = this.#verdicts.apply(record);
        if (judged) this.#desk?.judge(judged);
      },
    });
  }

  #openDesk(ledger: TokenLedger, sendPacket: PacketSink['send']): ClientDesk {
    return new ClientDesk({
      ...this.#options,
      schema: this.schema,
      scratch: new ViewScratch(this.#source, this.#options.viewMarginM),
      homeCount: this.#control.incarnation?.homeCount ?? 1,
      consumeToken: (token, expires) => ledger.consume(token, expires),
      gaveSlot: (token) => ledger.give(token),
      verdictOf: (claims) => this.#verdicts.of(claims),
      ended: (claims) => ledger.end(claims),
      worldMs: () => this.#time.at(this.#options.clock.monotonicMs()),
      tickets: this.#tickets,
      hasReached: (tick) => this.#hasReached(tick),
      resumed: (session) => this.#resumed(session),
      sendPacket,
      courier: this.#courier,
    });
  }

  async #maintainLoop(desk: ClientDesk, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (await sleep(clock, SERVICE_LIMITS.maintainMs, signal)) {
      this.#maintain();
      desk.update();
      this.#meters.update(this.view, desk);
    }
  }

  /** A spare keeps nobody whom another proxy takes. */
  #giveBack(): void {
    if (this.#options.spare === true && this.#tickets.hasRegularPeers) this.#desk?.moveAll();
  }

  /** Whether every region that is read has come to this tick. */
  #hasReached(tick: number): boolean {
    for (const { reading, mirror } of this.#readers.values()) {
      if (reading && mirror.tick < tick) return false;
    }
    return this.view.newestTick >= tick;
  }

  /** The region where its avatar was is asked at once, beside home, and what is around it is read. */
  #resumed(session: ClientSession): void {
    const [x, y, z] = session.hint?.position ?? [];
    const map = this.#control.mapInForce?.map;
    this.#lookAtMs = 0;
    if (x === undefined || !map) return;
    const region = map.regionAt(x, y, z);
    session.hintedRegion = region;
    this.#connectNow(region, this.#options.clock.monotonicMs());
    if (region !== session.home) session.attach(region);
  }

  /** Reads what is seen, from whoever owns it now; registers sessions where that changed. */
  #maintain(): void {
    const desk = this.#desk;
    if (!desk) return;
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs >= this.#lookAtMs) {
      this.#lookAtMs = nowMs + SERVICE_LIMITS.cellsMs;
      this.#views?.whenSent(() => this.#updateCells(desk, nowMs));
      for (const session of desk.sessions) {
        if (session.spectates) continue;
        session.leaveClosed(this.#control);
        if (session.region !== null) this.#reader(session.region);
        this.#search(session, this.#reader(session.home), nowMs);
      }
    }
    for (const reader of this.#readers.values()) this.#connect(reader, desk, nowMs);
  }

  #connect(reader: RegionReader, desk: ClientDesk, nowMs: number): void {
    const assignment = this.#control.assignmentOf(reader.region);
    const link = assignment?.process ? this.#links.to(assignment.process) : null;
    if (!reader.connect(link, assignment?.epoch ?? 0, nowMs)) return;
    for (const session of desk.sessions) {
      if (!session.joined) continue;
      const here = (session.region ?? session.hintedRegion) === reader.region;
      if (here || session.home === reader.region) session.attach(reader.region);
      if (here) session.resend();
    }
  }

  /** Nobody says that he has this session, or whoever had it is silent: everybody is asked. */
  #search(session: ClientSession, home: RegionReader, nowMs: number): void {
    if (!session.joined) return;
    const { region } = session;
    if (region !== null || !home.served) session.heardMs = nowMs;
    if (region !== null && session.confirmed) session.searchedMs = nowMs;
    // One that resumes lives somewhere, or its home says that it is over: nobody takes its place meanwhile.
    const limitMs = session.resumed ? SERVICE_LIMITS.ticketMs : SERVICE_LIMITS.admitMs;
    if (nowMs - session.heardMs > limitMs) {
      session.end('ATLAS_CONNECT_TIMEOUT', 'the session’s home does not answer');
      return;
    }
    if (nowMs - session.searchedMs < SERVICE_LIMITS.searchMs) return;
    session.searchedMs = nowMs;
    for (const asked of this.#control.wantedRegions()) {
      // Home was asked when the client joined; asked again it might admit a session that has ended.
      if (asked === session.home) continue;
      this.#reader(asked);
      session.attach(asked);
    }
  }

  #updateCells(desk: ClientDesk, nowMs: number): void {
    const gazes: Gaze[] = [];
    const whole = this.#wholeUntilMs;
    const used = new Set<RegionId>();
    for (const session of desk.sessions) {
      if (session.spectates) {
        const { centre, radiusM } = session.view;
        const position = centre.at.map((at) => at * this.schema.positionViewQuantumM);
        if (position.length > 0) gazes.push({ position, radiusM });
        continue;
      }
      used.add(session.home);
      if (session.region !== null) used.add(session.region);
      if (session.avatar === 0 || session.region === null) {
        const position = session.hint?.position ?? [];
        if (position.length > 0) gazes.push({ position, radiusM: session.view.radiusM });
        continue;
      }
      const slot = this.view.table.slotOf(session.avatar);
      if (slot < 0) whole.set(session.region, nowMs + SERVICE_LIMITS.cellKeepMs);
      else gazes.push({ position: this.#positionOf(slot), radiusM: session.view.radiusM });
    }
    const cells = this.#wanted.update(gazes, this.#control, nowMs);
    for (const [region, untilMs] of whole) if (untilMs < nowMs) whole.delete(region);
    for (const region of [...whole.keys(), ...cells.keys()]) this.#reader(region);
    for (const [region, reader] of this.#readers) {
      reader.want(whole.has(region) ? null : (cells.get(region) ?? new Set()));
      if (reader.reading || used.has(region)) continue;
      reader.end();
      this.#readers.delete(region);
    }
  }

  #positionOf(slot: number): number[] {
    const { dimensions, positionQuantumM } = this.schema;
    const { lanes } = this.view.table;
    return Array.from({ length: dimensions }, (_, axis) => lanes[axis][slot] * positionQuantumM);
  }

  #reader(region: RegionId): RegionReader {
    let reader = this.#readers.get(region);
    if (!reader) {
      reader = new RegionReader(this.schema, region, this.view);
      this.#readers.set(region, reader);
    }
    return reader;
  }

  #onLinkMessage(link: Link, message: LinkMessage): void {
    if (message.slice) this.#courier.heardDue(message.slice.dueMicros);
    if (message.ping) sendBody(link, { pong: { sentMs: message.ping.sentMs } });
    else {
      // It may be taken long after the link's own call has returned.
      this.#views?.whenSent(() => this.#links.orClose(link, () => this.#take(link, message)));
    }
  }

  #take(link: Link, message: LinkMessage): void {
    const nowMs = this.#options.clock.monotonicMs();
    const { slice, subscriptionStart, notOwner, moved } = message;
    if (slice) this.#onSlice(link, slice, nowMs);
    else if (subscriptionStart) {
      this.#readers.get(subscriptionStart.region as RegionId)?.start(link, subscriptionStart);
    } else if (notOwner) this.#readers.get(notOwner.region as RegionId)?.refused(link, nowMs);
    else if (moved) {
      const session = this.#desk?.session(moved.session);
      // Only the region that had it, or anybody while nobody has it: home knows the first hop only.
      const asked = session?.region === null || session?.region === moved.region;
      if (!session || !asked) return;
      this.#connectNow(moved.to as RegionId, nowMs);
      session.follow(moved.to as RegionId, nowMs);
    }
  }

  #onSlice(link: Link, slice: FrameSlice, nowMs: number): void {
    const region = slice.region as RegionId;
    const reader = this.#readers.get(region);
    if (!reader || reader.link !== link) return;
    const axis = this.#control.timeAxis;
    if (axis && !slice.empty) this.#time.heard(axis, slice.tick, nowMs);
    const applied = reader.slice(link, slice);
    for (const update of slice.sessions) {
      const session = this.#desk?.session(update.state?.session ?? update.session);
      if (!session) continue;
      const avatar = session.avatar || update.state?.avatar;
      const departure = slice.departures.find(({ entity }) => entity === avatar);
      const to = departure ? (departure.to as RegionId) : null;
      if (to !== null) this.#reader(to);
      session.heard(region, update, to, nowMs);
    }
    const { newestTick } = this.view;
    if (applied && newestTick > this.#source.tick) {
      this.#views?.gather(this.#hasReached(newestTick));
    }
  }

  #connectNow(region: RegionId, nowMs: number): void {
    const reader = this.#reader(region);
    if (this.#desk) this.#connect(reader, this.#desk, nowMs);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#options.logger.error('the proxy stops', {
      error: error instanceof Error ? error.message : String(error),
    });
    this.#abort.abort();
  }
}
