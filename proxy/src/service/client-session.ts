import {
  ByteReader,
  clientMessages,
  decodeMessage,
  encodeMessage,
  homeRegion,
} from '@atlasnet/schemas';
import type {
  ClientMessage,
  ControlState,
  ErrorCode,
  RegionId,
  SessionState,
  SessionUpdate,
} from '@atlasnet/schemas';
import type { MessageEndpoint } from '../channel/message-endpoint.ts';
import { SendBudget } from '../channel/send-budget.ts';
import type { SessionClaims } from '../netcode/connect-token-user-data.ts';
import type { ClientView } from '../view/client-view.ts';
import { SERVICE_LIMITS } from './limits.ts';
import { WaitingInput } from './session-courier.ts';
import type { SessionCourier } from './session-courier.ts';

/** SessionState.status, as the log has it. */
const STATUS_AWAY = 2;
const STATUS_ENDED = 4;
const STATUS_EVICTED = 5;

type ServerBody = Parameters<typeof clientMessages.ServerMessage.encode>[0];

interface PendingCommand {
  readonly number: number;
  readonly kind: number;
  readonly payload: Uint8Array;
}

/** Why a command is not taken; none of those after it could be applied (S2). */
export type CommandRefusal = 'too-many-commands' | 'command-gap';

/** SessionUpdate.refusal, as the log has it: what the client is told. */
const REFUSALS: readonly { readonly code: ErrorCode; readonly text: string }[] = [
  { code: 'ATLAS_SESSION_REFUSED', text: 'the session is refused' },
  { code: 'ATLAS_WORLD_FULL', text: 'the world is full' },
  { code: 'ATLAS_SESSION_REFUSED', text: 'the account has a session already' },
  { code: 'ATLAS_SESSION_ENDED', text: 'the session has ended' },
];

/** A client's word about itself is only used to find its avatar fast. */
export interface ResumeHint {
  /** The newest that it was shown. */
  readonly tick: number;
  readonly avatar: number;
  /** Metres; empty when it does not know. */
  readonly position: readonly number[];
}

/** What a session asks of the service. */
export interface SessionPort {
  /** To regions' owners: what there is no link for now is dropped. */
  readonly courier: Pick<SessionCourier, 'send' | 'input'>;
  /** The session is over: say this to the client and let it go. */
  end(session: ClientSession, code: string, text: string): void;
}

/**
 * One client at this proxy: who it is, which region acts for it, and what it asked for that no
 * frame has acknowledged (S1, S2). It knows nothing of sockets and links.
 */
export class ClientSession {
  readonly claims: SessionClaims;
  readonly endpoint: MessageEndpoint;
  readonly view: ClientView;
  readonly home: RegionId;
  readonly since: number;
  joined = false;
  /** It was admitted on another connection: where it goes on, it is never admitted anew. */
  resumed = false;
  /** Of the newest ticket that this connection's client was given. */
  ticketGeneration: number;
  ticketDueMs = 0;
  /** Which proxies that ticket names: TicketOffice.version. */
  ticketVersion = -1;
  /** Which proxies it was told to go to, as ticketVersion; −1: it was not told to go. */
  moveVersion = -1;
  /** Since they name those proxies. */
  ticketsGiven = 0;
  /** What a client that resumes says of itself: where its avatar was, what it saw last. */
  hint: ResumeHint | null = null;
  /** The region of the hint's position. */
  hintedRegion: RegionId | null = null;
  /** It said that it leaves. */
  leaves = false;
  /** It may not be here any more, and leaves for good. */
  condemned = false;
  /** The region that acts for the session; null while nobody knows. */
  region: RegionId | null = null;
  /** `region` has said so itself since it was asked last; until then it may have gone on from there. */
  confirmed = false;
  avatar = 0;
  /** When `region` was last known, or could not be asked for; milliseconds. */
  heardMs = 0;
  searchedMs = 0;
  readonly #port: SessionPort;
  readonly #commands: PendingCommand[] = [];
  /** Of their payloads. */
  #commandBytes = 0;
  readonly #rate: SendBudget;
  /** Reliable messages of any kind. */
  readonly #speech: SendBudget;
  /** Number of the newest command that the rate has let through. */
  #released = 0;
  #acknowledged = 0;
  /** A region has had this session. */
  #admitted = false;
  #received = 0;
  /** SessionState.sinceTick of the newest word of where the session is. */
  #sinceTick = 0;
  /** Of the newest input. */
  #inputSequence = 0;
  readonly #input: WaitingInput;

  constructor(options: {
    readonly claims: SessionClaims;
    readonly endpoint: MessageEndpoint;
    readonly view: ClientView;
    readonly homeCount: number;
    readonly port: SessionPort;
    readonly nowMs: number;
    readonly commandsPerSecondMax: number;
  }) {
    this.claims = options.claims;
    this.ticketGeneration = options.claims.generation;
    this.endpoint = options.endpoint;
    this.view = options.view;
    this.home = homeRegion(options.claims.account, options.homeCount);
    this.#port = options.port;
    const { commandsPerSecondMax } = options;
    const { messagesPerSecond, commandsPerSession } = SERVICE_LIMITS;
    this.#rate = new SendBudget(commandsPerSecondMax, commandsPerSecondMax);
    this.#speech = new SendBudget(
      commandsPerSecondMax + messagesPerSecond,
      commandsPerSession + messagesPerSecond,
    );
    this.#input = new WaitingInput(options.claims);
    this.since = options.nowMs;
    this.heardMs = options.nowMs;
    this.searchedMs = options.nowMs;
  }

  /** It only looks on: no region has it. */
  get spectates(): boolean {
    return this.claims.spectator === true;
  }

  /** Commands that no frame has acknowledged. */
  get waiting(): number {
    return this.#commands.length;
  }

  say(body: ServerBody): void {
    const bytes = encodeMessage(clientMessages.ServerMessage, body);
    if (!this.endpoint.sendReliable(bytes)) {
      this.end('ATLAS_SESSION_REFUSED', 'the client does not take its messages');
    }
  }

  /** Says why to the client and lets it go. */
  end(code: string, text: string): void {
    this.#port.end(this, code, text);
  }

  /** @throws AtlasError ATLAS_COMMAND_MALFORMED for bytes that are no client message */
  static read(bytes: Uint8Array): ClientMessage {
    const type = clientMessages.ClientMessage;
    return decodeMessage(type, bytes, 'a client message', 'ATLAS_COMMAND_MALFORMED');
  }

  /** Registers with a region's owner: at home to be admitted, elsewhere to be answered (S1). */
  attach(region: RegionId, joinPayload: Uint8Array = new Uint8Array()): void {
    if (this.spectates) return;
    if (region === this.region) this.confirmed = false;
    const { session, account, generation } = this.claims;
    const avatar = this.avatar || (this.hint?.avatar ?? 0);
    const resume = this.resumed || this.#admitted;
    this.#port.courier.send(region, {
      attach: { region, session, account, generation, joinPayload, avatar, resume },
    });
  }

  detach(left: boolean): void {
    if (this.spectates) return;
    const { session, generation } = this.claims;
    for (const region of new Set([this.region ?? this.home, this.home])) {
      this.#port.courier.send(region, { detach: { region, session, generation, left } });
    }
  }

  /** Takes note of a reliable message. False: they are more than any client has to say. */
  maySpeak(nowMs: number): boolean {
    if (this.#speech.available(nowMs) < 1) return false;
    this.#speech.spend(1);
    return true;
  }

  /**
   * Takes a command of the client: kept until a frame acknowledges it, sent on as the rate allows.
   * @returns why it is not taken; null when it is
   */
  command(number: number, kind: number, payload: Uint8Array, nowMs: number): CommandRefusal | null {
    if (number <= this.#received) {
      const upTo = this.#acknowledged;
      if (number <= upTo) this.say({ acknowledged: { number: upTo, untold: upTo } });
      return null;
    }
    // The channel keeps their order. Who goes on here begins with the oldest that nobody acknowledged.
    const begins = this.#received === 0 && this.resumed;
    if (!begins && number !== this.#received + 1) return 'command-gap';
    const { commandsPerSession, commandBytesPerSession } = SERVICE_LIMITS;
    const bytes = this.#commandBytes + payload.length;
    if (this.#commands.length >= commandsPerSession || bytes > commandBytesPerSession) {
      return 'too-many-commands';
    }
    this.#received = number;
    this.#commandBytes = bytes;
    this.#commands.push({ number, kind, payload });
    this.release(nowMs);
    return null;
  }

  /** Sends the commands on that waited for the rate. */
  release(nowMs: number): void {
    if (this.#released >= this.#received) return;
    for (const command of this.#commands) {
      if (command.number <= this.#released) continue;
      if (this.#rate.available(nowMs) < 1) return;
      this.#rate.spend(1);
      this.#released = command.number;
      this.#sendCommand(command);
    }
  }

  /** An unreliable input, as the client packs it: sequence, command before it, kind, payload. */
  input(bytes: Uint8Array): void {
    const reader = new ByteReader(bytes, 'an input', 'ATLAS_COMMAND_MALFORMED');
    const sequence = reader.varint53();
    // What comes after is the region's; but what it could not read must not reach it.
    reader.varint53();
    reader.varint();
    if (sequence <= this.#inputSequence) return;
    this.#inputSequence = sequence;
    if (this.region !== null) this.#port.courier.input(this.#input, this.region, bytes);
  }

  /** S2: everything unacknowledged goes again, from the oldest. */
  resend(): void {
    for (const command of this.#commands) {
      if (command.number <= this.#released) this.#sendCommand(command);
    }
  }

  /**
   * Word of a region about this session. `to`: where the avatar went in the same frame, if it
   * did.
   */
  heard(region: RegionId, update: SessionUpdate, to: RegionId | null, nowMs: number): void {
    const { state } = update;
    if (state && state.generation > this.claims.generation) {
      this.end('ATLAS_SESSION_TAKEN_OVER', 'the session goes on elsewhere');
      return;
    }
    this.#acknowledge(Math.max(update.commandNumber, state?.commandNumber ?? 0), update);
    if (update.refusal !== 0) {
      const { code, text } = REFUSALS[update.refusal] ?? REFUSALS[0];
      this.end(code, text);
      return;
    }
    // A link that was held up brings word of a stay that is over: the session goes from there to nowhere.
    if (state && state.sinceTick < this.#sinceTick) return;
    this.#sinceTick = state?.sinceTick ?? this.#sinceTick;
    // Wherever it is by now, regions on its way know the avatar only (S1).
    if (state?.status === STATUS_AWAY && this.avatar === 0) this.#setAvatar(state.avatar);
    if (update.removed || (state && isGone(state))) this.#gone(region, state, to, nowMs);
    else if (state) this.#here(region, state, nowMs);
  }

  /** The avatar was handed to another region: attach there, with what is not acknowledged. */
  follow(to: RegionId, nowMs: number): void {
    if (this.region === to) return;
    this.#admitted = true;
    this.region = to;
    this.heardMs = nowMs;
    this.attach(to);
    this.resend();
  }

  /** Where its region has closed (P3), and nothing was heard of where it went from there, everybody is asked. */
  leaveClosed(control: Pick<ControlState, 'wantedRegions' | 'assignedRegions'>): void {
    const { region } = this;
    if (region === null || control.wantedRegions().includes(region)) return;
    if (control.assignedRegions().includes(region)) return;
    this.region = null;
    this.confirmed = false;
    this.searchedMs = -Infinity;
  }

  #here(region: RegionId, state: SessionState, nowMs: number): void {
    this.#admitted = true;
    const moved = this.region !== region;
    this.region = region;
    this.confirmed = true;
    this.heardMs = nowMs;
    this.#setAvatar(state.avatar);
    if (moved) this.resend();
  }

  #setAvatar(avatar: number): void {
    if (avatar === this.avatar) return;
    this.avatar = avatar;
    this.view.avatar = avatar;
    this.say({ avatar: { entity: avatar } });
  }

  #gone(region: RegionId, state: SessionState | null, to: RegionId | null, nowMs: number): void {
    if (to !== null) {
      if (this.region === region || this.region === null) this.follow(to, nowMs);
      return;
    }
    if (region === this.home && (!state || state.status !== STATUS_AWAY)) {
      this.end('ATLAS_SESSION_TAKEN_OVER', 'the session has ended');
      return;
    }
    if (region !== this.region || region === this.home) return;
    // Its avatar is gone, so the session goes home (S1); until it is there nobody acts for it.
    this.region = null;
    this.heardMs = nowMs;
    this.searchedMs = nowMs;
  }

  #acknowledge(number: number, { answers, answeredAfter }: SessionUpdate): void {
    if (number <= this.#acknowledged) return;
    const known = this.#acknowledged;
    this.#acknowledged = number;
    while (this.#commands.length > 0 && this.#commands[0].number <= number) {
      this.#commandBytes -= this.#commands[0].payload.length;
      this.#commands.shift();
    }
    // What was applied in frames that this proxy never had is in the log; its outcome is not told.
    const untold = answeredAfter > known ? Math.min(answeredAfter, number) : 0;
    const outcomes = answers.filter((answer) => answer.number > known);
    this.say({ acknowledged: { number, outcomes, untold } });
  }

  #sendCommand({ number, kind, payload }: PendingCommand): void {
    const { region } = this;
    if (region === null) return;
    const { session, generation } = this.claims;
    this.#port.courier.send(region, {
      command: { region, session, generation, number, kind, payload },
    });
  }
}

function isGone({ status }: SessionState): boolean {
  return status === STATUS_AWAY || status === STATUS_ENDED || status === STATUS_EVICTED;
}
