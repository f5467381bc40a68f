import {
  AtlasError,
  ByteWriter,
  ERROR_CODES,
  clientMessages,
  compileViewSchema,
  compileWorld,
  decodeMessage,
  encodeMessage,
  encodePayload,
} from '@atlasnet/schemas';
import type {
  CompiledKind,
  DatagramSocket,
  EntityId,
  ErrorCode,
  FieldValues,
  ServerMessage,
  ViewComponent,
  WorldDeclaration,
  WorldSchema,
} from '@atlasnet/schemas';
import { ChannelEndpoint } from '../channel/channel-endpoint.ts';
import { NetcodeClient } from '../netcode/netcode-client.ts';
import type { NetcodeClientState } from '../netcode/netcode-client.ts';
import { noblePacketCipher } from '../netcode/packet-cipher-noble.ts';
import { INPUT_CHANNEL } from '../view/view-format.ts';
import { ViewReader } from '../view/view-reader.ts';
import { ClientEntity } from './client-entity.ts';
import type {
  AtlasNetClientOptions,
  ClientCommands,
  ClientEvents,
  ClientInputs,
  ClientStatistics,
} from './client-options.ts';
import { ClockSync } from './clock-sync.ts';
import { CommandQueue } from './command-queue.ts';
import type { CommandOutcome } from './command-queue.ts';
import { anyPort, closedError, stateError } from './connection-errors.ts';

/** The version of the messages between client and proxy. */
const CLIENT_PROTOCOL = 1;
/** Between two looks at timers, milliseconds. */
const UPDATE_MS = 10;
/** Between two clock probes, milliseconds: some at once, then now and then. */
const PROBE_FAST_MS = 100;
const PROBE_SLOW_MS = 5000;
const PROBES_FAST = 5;
/** Between two requests for the whole view, milliseconds. */
const RESET_MS = 1000;

/**
 * A game's client: connects with a token, shows the entities around its avatar, sends commands and
 * inputs. One object is one run of a client, and so one session (S2).
 */
export class AtlasNetClient<D extends WorldDeclaration = WorldDeclaration> {
  readonly schema: WorldSchema;
  readonly #options: AtlasNetClientOptions<D>;
  readonly #entities = new Map<EntityId, ClientEntity<D>>();
  readonly #components: ReadonlyMap<string, ViewComponent>;
  readonly #reader: ViewReader;
  readonly #endpoint: ChannelEndpoint;
  readonly #commands = new CommandQueue();
  readonly #sync = new ClockSync();
  readonly #listeners = new Map<string, Set<(value: never) => void>>();
  #netcode: NetcodeClient | null = null;
  #socket: DatagramSocket | null = null;
  #settle: { resolve: () => void; reject: (error: AtlasError) => void } | null = null;
  #cancelUpdate: () => void = () => undefined;
  #avatar = 0;
  #joined = false;
  #closing = false;
  #closed = false;
  #inputSequence = 0;
  #input: { message: number; readonly bytes: Uint8Array } | null = null;
  #probes = 0;
  #nextProbeMs = 0;
  #nextResetMs = 0;

  constructor(options: AtlasNetClientOptions<D>) {
    this.#options = options;
    this.schema = compileWorld(options.world);
    const view = compileViewSchema(this.schema);
    this.#components = new Map(view.components.map((component) => [component.name, component]));
    this.#reader = new ViewReader(view, {
      spawned: (state) => {
        const entity = new ClientEntity<D>(state, view, this.#components);
        this.#entities.set(entity.id, entity);
        this.#tell('spawn', entity);
      },
      updated: (state) => {
        const entity = this.#entities.get(state.id as EntityId);
        entity?.adopt(state);
        if (entity) this.#tell('update', entity);
      },
      despawned: (state) => {
        const entity = this.#entities.get(state.id as EntityId);
        this.#entities.delete(state.id as EntityId);
        if (entity) this.#tell('despawn', entity);
      },
    });
    this.#endpoint = new ChannelEndpoint({
      handlers: {
        reliable: (bytes) => this.#onReliable(bytes),
        unreliable: (_, bytes) => void this.#reader.read(bytes),
        lost: (_, message) => {
          // The newest input must get there although no newer one follows.
          if (this.#input?.message === message) this.#sendInput();
        },
      },
    });
  }

  /** Entities in sight, the avatar among them. */
  get entities(): ReadonlyMap<EntityId, ClientEntity<D>> {
    return this.#entities;
  }

  /** The avatar's id; 0 without one. */
  get avatarId(): EntityId {
    return this.#avatar as EntityId;
  }

  get avatar(): ClientEntity<D> | undefined {
    return this.#entities.get(this.avatarId);
  }

  /** The newest tick that was seen. */
  get tick(): number {
    return this.#reader.tick;
  }

  /** World time, milliseconds on the world's axis; 0 until known. */
  get worldMs(): number {
    return this.#sync.worldMs(this.#options.transport.clock.monotonicMs());
  }

  get statistics(): ClientStatistics {
    const { rttMs, loss, bytesSent, bytesReceived, packetsSent, packetsReceived } =
      this.#endpoint.stats;
    return {
      transport: 'udp',
      state: this.#netcode?.state ?? 'disconnected',
      rttMs,
      loss,
      bytesSent,
      bytesReceived,
      packetsSent,
      packetsReceived,
      updates: this.#reader.updates,
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
  async connect(token: Uint8Array | undefined = this.#options.token): Promise<void> {
    const { clock, random, cipher, datagrams, local } = this.#options.transport;
    if (!token || this.#netcode) {
      throw new AtlasError('ATLAS_TOKEN_INVALID', 'a client connects once, with a token', {
        hint: 'make another AtlasNetClient with a new token',
      });
    }
    const netcode = new NetcodeClient({
      token,
      cipher: cipher ?? noblePacketCipher,
      random,
      sink: { send: (bytes, start, end, to) => this.#socket?.send(bytes, start, end, to) },
      handlers: {
        stateChanged: (state) => this.#onState(state),
        payload: (bytes) => this.#endpoint.receive(bytes, clock.monotonicMs()),
      },
    });
    this.#netcode = netcode;
    const bind = local ?? anyPort(netcode.server);
    this.#socket = await datagrams.bind(bind, (bytes, from) => {
      netcode.receive(bytes, from, clock.monotonicMs());
    });
    const joined = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    netcode.connect(clock.monotonicMs());
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
    const { number, outcome } = this.#commands.next();
    if (this.#closed) this.#commands.fail(closedError('the client is closed'));
    else this.#say({ command: { number, kind: kind.index, payload: bytes } });
    return outcome;
  }

  /** Sends an input: it may be lost, and only the newest counts. */
  input<Name extends keyof ClientInputs<D> & string>(
    name: Name,
    payload: Partial<FieldValues<ClientInputs<D>[Name]>>,
  ): void {
    const kind = this.#kind(name, false);
    const writer = new ByteWriter(32);
    writer.varint53(++this.#inputSequence);
    writer.varint53(this.#commands.number);
    writer.varint(kind.index);
    const bytes = encodePayload(kind, payload as Record<string, unknown>);
    writer.ensure(bytes.length);
    writer.bytes.set(bytes, writer.position);
    writer.position += bytes.length;
    this.#input = { message: -1, bytes: writer.slice() };
    this.#sendInput();
  }

  /** Leaves the world. */
  async close(): Promise<void> {
    const { clock } = this.#options.transport;
    this.#closing = true;
    if (this.#joined && !this.#closed) {
      this.#say({ leave: {} });
      this.#flush();
    }
    this.#netcode?.disconnect(clock.monotonicMs());
    await this.#end(null);
  }

  #kind(name: string, reliable: boolean): CompiledKind {
    const kind = this.schema.kinds.find((each) => each.name === name);
    if (kind && kind.reliable === reliable) return kind;
    const what = reliable ? 'command' : 'input';
    throw new AtlasError('ATLAS_COMMAND_UNKNOWN', `the world declares no ${what} ${name}`);
  }

  #sendInput(): void {
    const input = this.#input;
    if (input && !this.#closed) {
      // Replacing what waits is told as a loss at once; by then this is not the newest any more.
      input.message = -1;
      input.message = this.#endpoint.sendUnreliable(INPUT_CHANNEL, input.bytes);
    }
  }

  #say(body: Parameters<typeof clientMessages.ClientMessage.encode>[0]): void {
    const sent = this.#endpoint.sendReliable(encodeMessage(clientMessages.ClientMessage, body));
    if (!sent) void this.#end(closedError('the server does not take what is sent'));
  }

  #update(): void {
    if (this.#closed) return;
    const { clock } = this.#options.transport;
    const nowMs = clock.monotonicMs();
    this.#netcode?.update(nowMs);
    if (this.#joined && nowMs >= this.#nextProbeMs) {
      this.#probes++;
      this.#nextProbeMs = nowMs + (this.#probes < PROBES_FAST ? PROBE_FAST_MS : PROBE_SLOW_MS);
      this.#say({ clockProbe: { clientMs: nowMs } });
    }
    if (this.#reader.lostTrack && nowMs >= this.#nextResetMs) {
      this.#nextResetMs = nowMs + RESET_MS;
      this.#reader.lostTrack = false;
      this.#say({ viewReset: {} });
    }
    this.#flush();
    if (this.#endpoint.failed !== null) void this.#end(closedError(this.#endpoint.failed));
    if (!this.#closed) this.#cancelUpdate = clock.after(UPDATE_MS, () => this.#update());
  }

  #flush(): void {
    const nowMs = this.#options.transport.clock.monotonicMs();
    if (this.#netcode?.state !== 'connected') return;
    this.#endpoint.flush(nowMs, (bytes, start, end) => {
      this.#netcode?.send(bytes, start, end, nowMs);
    });
  }

  #onState(state: NetcodeClientState): void {
    if (state === 'connected') {
      const { viewRadiusM, joinPayload } = this.#options;
      this.#say({
        join: {
          protocol: CLIENT_PROTOCOL,
          worldSchemaHash: this.schema.hash,
          payload: joinPayload,
          viewRadiusM,
        },
      });
      return;
    }
    const error = stateError(state);
    if (error && !this.#closing) void this.#end(error);
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
    const { acknowledged, avatar, clockAnswer, goodbye } = message;
    if (message.welcome) {
      this.#joined = true;
      this.#settle?.resolve();
    } else if (acknowledged) {
      const { number, outcomes, untold } = acknowledged;
      this.#commands.acknowledged(number, outcomes, untold);
    } else if (avatar) {
      this.#avatar = avatar.entity;
      this.#tell('avatar', this.avatarId);
    } else if (clockAnswer) {
      const nowMs = this.#options.transport.clock.monotonicMs();
      this.#sync.answered(clockAnswer.clientMs, clockAnswer.worldMs, nowMs);
    } else if (goodbye) {
      const code = goodbye.code in ERROR_CODES ? (goodbye.code as ErrorCode) : 'ATLAS_LINK_CLOSED';
      void this.#end(new AtlasError(code, goodbye.text));
    }
  }

  async #end(error: AtlasError | null): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelUpdate();
    this.#commands.fail(error ?? closedError('the client was closed'));
    this.#settle?.reject(error ?? closedError('the client was closed'));
    this.#tell('closed', error);
    await this.#socket?.close();
  }

  #tell<Name extends keyof ClientEvents<D>>(
    name: Name,
    value: Parameters<ClientEvents<D>[Name]>[0],
  ): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(value as never);
  }
}
