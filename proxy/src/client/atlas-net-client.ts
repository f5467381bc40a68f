import {
  AtlasError,
  clientMessages,
  compileWorld,
  decodeMessage,
  encodeMessage,
  encodePayload,
  isErrorCode,
  packInput,
} from '@atlasnet/schemas';
import type {
  CompiledKind,
  EntityId,
  FieldValues,
  ServerMessage,
  WorldDeclaration,
  WorldSchema,
} from '@atlasnet/schemas';
import { makeEndpointStats } from '../channel/message-endpoint.ts';
import { INPUT_CHANNEL } from '../view/view-format.ts';
import { ClientEntities } from './client-entities.ts';
import type { ClientEntity } from './client-entity.ts';
import type {
  AtlasNetClientOptions,
  ClientCommands,
  ClientEvents,
  ClientInputs,
  ClientStatistics,
  TransportName,
  WatchTarget,
} from './client-options.ts';
import { CLIENT_PROTOCOL } from '../client-protocol.ts';
import { ClockSync } from './clock-sync.ts';
import { CommandQueue } from './command-queue.ts';
import type { CommandOutcome } from './command-queue.ts';
import { closedError } from './connection-errors.ts';
import { CLIENT_LIMITS } from './limits.ts';
import { SessionCarrier } from './session-carrier.ts';
import { TrafficCount } from './traffic-count.ts';

/** Between two looks at timers, milliseconds. */
const UPDATE_MS = 10;
/** A proxy takes no more packets than one each 4 ms. */
const UPDATE_MS_MIN = 5;
const UPDATE_MS_MAX = 50;
/** Between two clock probes, milliseconds: some at once, then now and then. */
const PROBE_FAST_MS = 100;
const PROBE_SLOW_MS = 5000;
const PROBES_FAST = 5;
/** Between two requests for the whole view, milliseconds. */
const RESET_MS = 1000;
const NO_STATS = makeEndpointStats();

/**
 * A game's client: connects with a token, shows the entities around its avatar, sends commands and
 * inputs. One object is one run of a client, and so one session (S2).
 */
export class AtlasNetClient<D extends WorldDeclaration = WorldDeclaration> {
  readonly schema: WorldSchema;
  readonly #options: AtlasNetClientOptions<D>;
  readonly #entities: ClientEntities<D>;
  readonly #carrier: SessionCarrier;
  readonly #commands = new CommandQueue();
  readonly #sync = new ClockSync();
  readonly #listeners = new Map<string, Set<(value: never) => void>>();
  #settle: { resolve: () => void; reject: (error: AtlasError) => void } | null = null;
  #cancelUpdate: () => void = () => undefined;
  #avatar = 0;
  /** The proxy in use has welcomed the client. */
  #joined = false;
  #connecting = false;
  #closed = false;
  #inputSequence = 0;
  #watched: WatchTarget | null = null;
  #input: { message: number; readonly bytes: Uint8Array } | null = null;
  #probes = 0;
  #nextProbeMs = 0;
  #nextResetMs = 0;
  #settleMs = Infinity;
  #trustMs = Infinity;
  readonly #traffic = new TrafficCount();

  constructor(options: AtlasNetClientOptions<D>) {
    this.#options = options;
    this.schema = compileWorld(options.world);
    this.#entities = new ClientEntities<D>(this.schema, {
      spawned: (entity) => this.#tell('spawn', entity),
      updated: (entity) => this.#tell('update', entity),
      despawned: (entity) => this.#tell('despawn', entity),
      asksAnew: (tick) => {
        this.#say({ viewReset: { tick } });
        this.#carrier.flush(this.#nowMs());
        this.#awaitView();
      },
    });
    this.#carrier = new SessionCarrier({
      transport: options.transport,
      resumeMs: options.resumeMs,
      handlers: {
        adopted: (resumes) => this.#onAdopted(resumes),
        resuming: () => this.#tell('resuming', undefined),
        reliable: (bytes) => this.#onReliable(bytes),
        unreliable: (bytes) => {
          if (this.#entities.read(bytes)) this.#carrier.leaveFormer();
        },
        formerly: (bytes) => this.#entities.readFormer(bytes),
        lost: (message) => {
          // The newest input must get there although no newer one follows.
          if (this.#input?.message === message) this.#sendInput();
        },
        ended: (error) => void this.#end(error),
      },
    });
  }

  /** Entities in sight, the avatar among them. */
  get entities(): ReadonlyMap<EntityId, ClientEntity<D>> {
    return this.#entities.shown;
  }

  /** The avatar's id; 0 without one. */
  get avatarId(): EntityId {
    return this.#avatar as EntityId;
  }

  get avatar(): ClientEntity<D> | undefined {
    return this.#entities.shown.get(this.avatarId);
  }

  /** The newest tick that was seen. */
  get tick(): number {
    return this.#entities.tick;
  }

  /** World time, milliseconds: tick n begins at n × tickMs; 0 until known. */
  get worldMs(): number {
    return this.#sync.worldMs(this.#nowMs());
  }

  /** What carries the session, or is being tried. */
  get transport(): TransportName {
    return this.#carrier.network.name;
  }

  get statistics(): ClientStatistics {
    const { link, state, resumes } = this.#carrier;
    const now = link?.endpoint.stats ?? NO_STATS;
    return {
      transport: this.transport,
      state,
      resumes: Math.max(resumes, 0),
      rttMs: now.rttMs,
      loss: now.loss,
      ...this.#traffic.total,
      updates: this.#entities.updates,
      commandsWaiting: this.#commands.size,
    };
  }

  /** Registers a listener; the returned function takes it back. */
  on<Name extends keyof ClientEvents<D>>(name: Name, listener: ClientEvents<D>[Name]): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener as (value: never) => void);
    return () => void listeners.delete(listener as (value: never) => void);
  }

  /**
   * Connects and joins; resolves once the server has welcomed the client.
   * @throws AtlasError ATLAS_TOKEN_INVALID, ATLAS_SESSION_REFUSED, ATLAS_CONNECT_TIMEOUT,
   *   ATLAS_WORLD_CHANGED
   */
  async connect(
    token: Uint8Array | undefined = this.#options.token,
    websockets: readonly string[] = this.#options.websockets ?? [],
  ): Promise<void> {
    if (!token || this.#connecting) {
      throw new AtlasError('ATLAS_TOKEN_INVALID', 'a client connects once, with a token', {
        hint: 'make another AtlasNetClient with a new token',
      });
    }
    this.#connecting = true;
    const joined = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    await this.#carrier.connect(token, websockets);
    this.#update();
    await joined;
  }

  /**
   * Sends a command. The promise resolves once the command is in the log, with what became of it;
   * it rejects with ATLAS_LINK_CLOSED when the connection ends before that is known.
   */
  command<Name extends keyof ClientCommands<D> & string>(
    name: Name,
    payload: Partial<FieldValues<ClientCommands<D>[Name]>>,
  ): Promise<CommandOutcome> {
    const kind = this.#kind(name, true);
    const bytes = encodePayload(kind, payload as Record<string, unknown>);
    const { commandsWaiting, commandBytesWaiting } = CLIENT_LIMITS;
    const { size, bytes: waiting } = this.#commands;
    if (size >= commandsWaiting || waiting + bytes.length > commandBytesWaiting) {
      const text = 'too many commands wait to be acknowledged';
      return Promise.reject(new AtlasError('ATLAS_COMMAND_REFUSED', text));
    }
    const { command, outcome } = this.#commands.next(kind.index, bytes);
    if (this.#closed) this.#commands.fail(closedError('the client is closed'));
    else this.#say({ command });
    return outcome;
  }

  /** Sends an input: it may be lost, and only the newest counts. */
  input<Name extends keyof ClientInputs<D> & string>(
    name: Name,
    payload: Partial<FieldValues<ClientInputs<D>[Name]>>,
  ): void {
    const kind = this.#kind(name, false);
    const sequence = ++this.#inputSequence;
    const numbers = { sequence, afterCommand: this.#commands.number, kind: kind.index };
    const bytes = encodePayload(kind, payload as Record<string, unknown>);
    this.#input = { message: -1, bytes: packInput(numbers, bytes) };
    this.#sendInput();
  }

  /**
   * What a spectator sees the surroundings of: an entity while it is known, else a place; it may look
   * elsewhere at any time. Only a session that the gateway opened for watching is shown anything.
   */
  watch(target: WatchTarget): void {
    this.#watched = target;
    if (this.#joined) this.#sayWatch();
  }

  /** Leaves the world. */
  async close(): Promise<void> {
    if (this.#joined && !this.#closed) {
      this.#say({ leave: {} });
      this.#carrier.flush(this.#nowMs());
    }
    await this.#end(null);
  }

  #nowMs(): number {
    return this.#options.transport.clock.monotonicMs();
  }

  #kind(name: string, reliable: boolean): CompiledKind {
    const kind = this.schema.kinds.find((each) => each.name === name);
    if (kind && kind.reliable === reliable) return kind;
    const what = reliable ? 'command' : 'input';
    throw new AtlasError('ATLAS_COMMAND_UNKNOWN', `the world declares no ${what} ${name}`);
  }

  #sendInput(): void {
    const { input, endpoint } = { input: this.#input, endpoint: this.#carrier.link?.endpoint };
    if (!input || !endpoint || this.#closed) return;
    // Replacing what waits is told as a loss at once; by then this is not the newest any more.
    input.message = -1;
    input.message = endpoint.sendUnreliable(INPUT_CHANNEL, input.bytes);
  }

  /** What is said while nobody listens is said again, where it matters, to whoever goes on. */
  #say(body: Parameters<typeof clientMessages.ClientMessage.encode>[0]): void {
    const endpoint = this.#carrier.link?.endpoint;
    if (!endpoint) return;
    const sent = endpoint.sendReliable(encodeMessage(clientMessages.ClientMessage, body));
    if (!sent) void this.#end(closedError('the server does not take what is sent'));
  }

  #sayWatch(): void {
    if (!this.#watched) return;
    const { entity = 0 } = this.#watched;
    // Where it is by now, for a proxy that does not know it yet.
    const known = this.#entities.shown.get(entity as EntityId)?.position;
    const { x, y, z } = { z: undefined, ...(known ?? this.#watched.position) };
    const position = [x, y, z].filter((at) => at !== undefined);
    this.#say({ watch: { entity, position } });
  }

  #update(): void {
    if (this.#closed) return;
    const nowMs = this.#nowMs();
    this.#carrier.update(nowMs);
    if (this.#joined && nowMs >= this.#nextProbeMs) {
      this.#probes++;
      this.#nextProbeMs = nowMs + (this.#probes < PROBES_FAST ? PROBE_FAST_MS : PROBE_SLOW_MS);
      this.#say({ clockProbe: { clientMs: nowMs } });
    }
    if (nowMs >= this.#nextResetMs && this.#entities.takeLostTrack()) {
      this.#nextResetMs = nowMs + RESET_MS;
      this.#say({ viewReset: {} });
    }
    if (nowMs >= this.#settleMs) {
      this.#settleMs = Infinity;
      this.#entities.settle();
    }
    if (nowMs >= this.#trustMs) {
      this.#trustMs = Infinity;
      if (this.#entities.trust()) this.#carrier.leaveFormer();
    }
    this.#carrier.flush(nowMs);
    const failed = this.#carrier.link?.endpoint.failed ?? null;
    if (failed !== null) void this.#end(closedError(failed));
    if (this.#closed) return;
    const { transport, updateMs = UPDATE_MS } = this.#options;
    const inMs = Math.min(Math.max(updateMs, UPDATE_MS_MIN), UPDATE_MS_MAX);
    this.#cancelUpdate = transport.clock.after(inMs, () => this.#update());
  }

  /** A connection stands: the first joins, another one goes on with what was not acknowledged (S2). */
  #onAdopted(resumes: number): void {
    this.#traffic.goesOnWith(this.#carrier.link?.endpoint.stats ?? null);
    const { viewRadiusM, joinPayload } = this.#options;
    const join = { protocol: CLIENT_PROTOCOL, worldSchemaHash: this.schema.hash, viewRadiusM };
    if (resumes === 0) {
      this.#say({ join: { ...join, payload: joinPayload } });
      // What was given before anybody listened.
      for (const command of this.#commands.unacknowledged()) this.#say({ command });
      return;
    }
    const position = Object.values(this.avatar?.position ?? {});
    const resume = { tick: Math.max(this.tick, 0), avatar: this.#avatar, position };
    this.#joined = false;
    this.#say({ join: { ...join, resume } });
    this.#entities.beginAnew();
    for (const command of this.#commands.unacknowledged()) this.#say({ command });
    this.#sendInput();
    this.#carrier.flush(this.#nowMs());
  }

  #onReliable(bytes: Uint8Array): void {
    let message: ServerMessage;
    try {
      const type = clientMessages.ServerMessage;
      message = decodeMessage(type, bytes, 'a message of the server', 'ATLAS_LINK_MALFORMED');
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      void this.#end(error);
      return;
    }
    const { acknowledged, avatar, clockAnswer, goodbye, ticket } = message;
    if (message.welcome) this.#onWelcome();
    else if (ticket) this.#carrier.takeTicket(ticket.ticket, ticket.move, ticket.websockets);
    else if (acknowledged) {
      const { number, outcomes, untold } = acknowledged;
      this.#commands.acknowledged(number, outcomes, untold);
    } else if (avatar) {
      const changed = this.#avatar !== avatar.entity;
      this.#avatar = avatar.entity;
      if (changed) this.#tell('avatar', this.avatarId);
    } else if (clockAnswer) {
      this.#sync.answered(clockAnswer.clientMs, clockAnswer.worldMs, this.#nowMs());
    } else if (goodbye) this.#onGoodbye(goodbye);
  }

  #onWelcome(): void {
    this.#joined = true;
    this.#settle?.resolve();
    this.#sayWatch();
    if (this.#carrier.resumes === 0) return;
    this.#awaitView();
    this.#tell('resumed', this.transport);
  }

  #awaitView(): void {
    this.#settleMs = this.#nowMs() + CLIENT_LIMITS.settleMs;
    this.#trustMs = this.#nowMs() + CLIENT_LIMITS.trustMs;
  }

  #onGoodbye({ code: said, text }: { readonly code: string; readonly text: string }): void {
    const code = isErrorCode(said) ? said : 'ATLAS_LINK_CLOSED';
    if (code === 'ATLAS_LINK_CLOSED' && this.#carrier.proxyStops()) return;
    void this.#end(new AtlasError(code, text));
  }

  async #end(error: AtlasError | null): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelUpdate();
    this.#commands.fail(error ?? closedError('the client was closed'));
    this.#settle?.reject(error ?? closedError('the client was closed'));
    this.#tell('closed', error);
    await this.#carrier.close(error === null);
  }

  #tell<Name extends keyof ClientEvents<D>>(
    name: Name,
    value: Parameters<ClientEvents<D>[Name]>[0],
  ): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(value as never);
  }
}
