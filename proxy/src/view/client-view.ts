import { CrowdRounds } from './crowd-rounds.ts';
import {
  AVATAR_HANDLE,
  FLAG_ANEW,
  FLAG_DESPAWNS,
  FLAG_MORE,
  FLAG_SPAWNS,
  FLAG_WHOLE_TICK,
  MASK_NEW,
  MASK_OTHER,
  MASK_SAME,
  VIEW_MESSAGE_BYTES_MAX,
} from './view-format.ts';
import { HANDLE_LIVING, NEVER, ViewHandles } from './view-handles.ts';
import { PendingViews } from './pending-views.ts';
import { ViewCentre } from './view-centre.ts';
import { chooseOfAll, chooseOfCrowd, isCrowd, leaveGone } from './view-choice.ts';
import {
  SAID_GONE,
  SAID_VALUES,
  SAID_VALUES_UNSURE,
  SAID_WHOLE,
  takeDelivered,
  takeLost,
} from './view-fates.ts';
import type { ChangeGroup, ViewScratch } from './view-scratch.ts';
import type { EncodedEntity } from './shared-encodings.ts';

/**
 * Sends one view message, bytes[0, length), on an unreliable channel; returns the number that acks
 * speak of. The bytes are written again after the call.
 */
export type SendView = (bytes: Uint8Array, length: number) => number;

/** Bytes below a view message: sealing, packet and message headers. */
const OVERHEAD_BYTES = 28;
/** Interest is looked at anew every so many ticks, the clients taking turns. */
const INTEREST_TICKS = 2;
/**
 * And in a crowd, with who is near there: nobody runs through the margin of interest meanwhile. Who comes into the
 * world or leaves it is seen in each tick.
 */
const CROWD_INTEREST_SECONDS = 0.4;
/** A client is sent everything anew no more often: it costs a view many times what others do. */
const RESET_SECONDS = 0.25;

/**
 * One client's view: which entities it has, what it is known to have of them, and what it is sent
 * each tick. Nothing is reliable by itself: what was in a message that is lost is sent again (as
 * it is by then), so neither a spawn nor a despawn nor a last value is ever missed for long.
 */
export class ClientView {
  handles = new ViewHandles();
  readonly centre = new ViewCentre();
  radiusM: number;
  avatar = 0;
  /** The client saw this tick elsewhere: what is known only as of an earlier one is not shown (V2, I10). */
  notBefore = 0;
  /** Newest tick of a message that the client is known to have. */
  acknowledgedTick = NEVER;
  readonly #scratch: ViewScratch;
  readonly #turn: number;
  readonly #pending = new PendingViews();
  /** Of a view that has been in a crowd. */
  #rounds: CrowdRounds | null = null;
  #lastTick = NEVER;
  /** Until then it was seen who is gone from the world. */
  #soughtTick = NEVER;
  /** From which tick on the client asked to be sent everything, as reset() has it; NEVER: it did not. */
  #resetTo = NEVER;
  /** Not before this tick is it done again. */
  #resetTick = NEVER;
  /** Of every message. */
  #flags = 0;

  constructor(scratch: ViewScratch, radiusM: number, turn = 0) {
    this.#scratch = scratch;
    this.radiusM = radiusM;
    this.#turn = turn;
  }

  /** Builds and sends what this tick's view needs; at most about `budgetBytes` on the wire. */
  build(budgetBytes: number, send: SendView): void {
    const { source } = this.#scratch;
    if (source.tick <= this.#lastTick) return;
    if (this.#resetTo !== NEVER && source.tick >= this.#resetTick) this.#beginAnew();
    const room = budgetBytes - OVERHEAD_BYTES;
    const rounds = isCrowd(this.handles, room) ? (this.#rounds ??= new CrowdRounds()) : null;
    this.#updateInterest(rounds);
    this.#lastTick = source.tick;
    if (room <= 0) return;
    const settled = this.handles.unsaid === 0;
    if (rounds) chooseOfCrowd(this.#scratch, this, rounds, room);
    else {
      chooseOfAll(this.#scratch, this, room);
      this.#soughtTick = source.tick;
    }
    const { changedCount, spawnCount, despawnCount } = this.#scratch;
    if (changedCount === 0 && spawnCount === 0 && despawnCount === 0) return;
    this.#begin();
    this.#writeDespawns(send);
    this.#writeSpawns(send);
    this.#writeChanges(send);
    this.#finish(send, false);
    if (rounds && settled) this.#scratch.learnBytes();
  }

  /** The client has this message. */
  delivered(message: number): void {
    const pending = this.#pending;
    const at = pending.find(message);
    if (at < 0) return;
    this.acknowledgedTick = Math.max(this.acknowledgedTick, pending.tick(at));
    takeDelivered(this.handles, pending, at);
    pending.drop(at);
  }

  /** This message will not arrive. */
  lost(message: number): void {
    const at = this.#pending.find(message);
    if (at >= 0) this.#forget(at);
  }

  /**
   * The client lost track: everything is sent whole, with the next view. However often it says so, that is once in
   * a quarter of a second.
   * @param notBefore the newest tick that it shows, if the view is to begin anew from there; else 0
   */
  reset(notBefore: number): void {
    this.#resetTo = Math.max(this.#resetTo, notBefore);
  }

  #beginAnew(): void {
    const { tick, schema } = this.#scratch.source;
    const notBefore = this.#resetTo;
    this.#resetTo = NEVER;
    this.#resetTick = tick + Math.ceil(RESET_SECONDS * schema.world.tickHz);
    this.#pending.clear();
    this.acknowledgedTick = NEVER;
    if (notBefore > 0) {
      this.notBefore = Math.max(this.notBefore, notBefore);
      this.handles = new ViewHandles();
      this.#rounds = null;
      this.#flags = FLAG_ANEW;
    }
    this.handles.forgetAll();
  }

  #forget(at: number): void {
    takeLost(this.handles, this.#pending, at, this.#rounds);
    this.#pending.drop(at);
  }

  #updateInterest(rounds: CrowdRounds | null): void {
    const { source, interest } = this.#scratch;
    const { table, tick } = source;
    const { handles } = this;
    const knownSlot = this.avatar === 0 ? -1 : table.slotOf(this.avatar);
    const isNew = knownSlot >= 0 && source.isAsOf(knownSlot, this.notBefore);
    const avatarSlot = isNew ? knownSlot : -1;
    const shown = handles.state(AVATAR_HANDLE) === HANDLE_LIVING;
    if (avatarSlot >= 0) {
      if (!shown || handles.id(AVATAR_HANDLE) !== this.avatar) this.#takeAvatar(avatarSlot);
      else handles.setSlot(AVATAR_HANDLE, avatarSlot);
    } else if (shown) {
      handles.leave(AVATAR_HANDLE);
    }
    const looks = this.centre.move(source, knownSlot);
    if (rounds) {
      if (source.goneTick > this.#soughtTick) leaveGone(this.#scratch, handles);
      this.#soughtTick = tick;
    }
    if (!looks) return;
    if (this.#isTurn(tick, rounds !== null)) {
      interest.update(this, avatarSlot);
      rounds?.rank(source, handles, this.centre.at);
    } else if (rounds) interest.greet(this, avatarSlot);
  }

  /** Whether interest is looked at, as it is once in so many ticks, whichever of them are left out. */
  #isTurn(tick: number, crowded: boolean): boolean {
    const { tickHz } = this.#scratch.source.schema.world;
    const ticks = crowded ? Math.ceil(CROWD_INTEREST_SECONDS * tickHz) : INTEREST_TICKS;
    const turn = (at: number): number => Math.floor((at + this.#turn) / ticks);
    return turn(tick) > turn(this.#lastTick);
  }

  #takeAvatar(slot: number): void {
    const { handles } = this;
    for (let handle = 1; handle < handles.end; handle++) {
      const living = handles.state(handle) === HANDLE_LIVING;
      if (living && handles.id(handle) === this.avatar) handles.leave(handle);
    }
    handles.take(this.avatar, slot, this.#scratch.source.tick, AVATAR_HANDLE);
  }

  #writeDespawns(send: SendView): void {
    const { writer, despawns, despawnCount } = this.#scratch;
    if (despawnCount === 0) return;
    let previous = -1;
    for (let i = 0; i < despawnCount; i++) {
      const handle = despawns[i];
      if (this.#needsRoom(10)) {
        writer.varint(0);
        this.#finish(send, true);
        this.#begin();
        previous = -1;
      }
      writer.bytes[0] |= FLAG_DESPAWNS;
      writer.varint(handle - previous);
      previous = handle;
      this.handles.setSent(handle, this.#scratch.source.tick);
      this.#scratch.say(handle * 4 + SAID_GONE);
    }
    writer.varint(0);
  }

  #writeSpawns(send: SendView): void {
    const { writer, spawns, spawnCount, source } = this.#scratch;
    const { handles } = this;
    let previous = -1;
    let open = false;
    for (let i = 0; i < spawnCount; i++) {
      const handle = spawns[i];
      const encoded = source.encodeWhole(handles.slot(handle));
      if (this.#needsRoom(encoded.end - encoded.start + 10)) {
        if (open) writer.varint(0);
        this.#finish(send, true);
        this.#begin();
        previous = -1;
      }
      writer.bytes[0] |= FLAG_SPAWNS;
      open = true;
      writer.varint(handle - previous);
      previous = handle;
      this.#copy(encoded);
      handles.setBase(handle, NEVER);
      handles.setWhole(handle, source.tick);
      handles.setSent(handle, source.tick);
      this.#scratch.say(handle * 4 + SAID_WHOLE);
    }
    if (open) writer.varint(0);
  }

  /** Those that the common baseline serves first, then the others by theirs. */
  #writeChanges(send: SendView): void {
    const scratch = this.#scratch;
    const { changed, changedCount, source, others, writer } = scratch;
    const { handles } = this;
    const common = this.acknowledgedTick;
    const group = {
      baseline: common,
      exact: false,
      previous: -1,
      mask: 0,
      other: 0,
      open: false,
    };
    for (let i = 0; i < changedCount; i++) {
      const handle = changed[i];
      const base = handles.base(handle);
      const baseline = handles.known(handle);
      const serves =
        base === common ||
        (base < common && base !== NEVER && source.isSame(handles.slot(handle), base, common));
      if (serves && base === baseline) this.#writeChange(handle, SAID_VALUES, group, send);
      else others.add(handle, source.tick - baseline, base < baseline);
    }
    for (let of = 0; of < others.count; of++) {
      if (group.open) writer.varint(0);
      group.open = false;
      group.baseline = source.tick - others.age(of);
      group.exact = others.isUnsure(of);
      const said = group.exact ? SAID_VALUES_UNSURE : SAID_VALUES;
      for (let at = others.first(of); at >= 0; at = others.next(at)) {
        this.#writeChange(others.handle(at), said, group, send);
      }
    }
  }

  #writeChange(handle: number, said: number, group: ChangeGroup, send: SendView): void {
    const { handles } = this;
    const { writer, source } = this.#scratch;
    const encoded = source.encodeDifference(handles.slot(handle), group.baseline);
    if (encoded === null) {
      // Only a common baseline older than the entity's own can fail; the next tick sends it whole.
      handles.setBase(handle, NEVER);
      handles.setWhole(handle, NEVER);
      handles.setSent(handle, NEVER);
      return;
    }
    if (this.#needsRoom(encoded.end - encoded.start + 16)) {
      this.#finish(send, true);
      this.#begin();
      group.open = false;
    }
    if (!group.open) {
      writer.varint((source.tick - group.baseline) * 2 + (group.exact ? 1 : 0));
      group.open = true;
      group.previous = -1;
      group.mask = 0;
      group.other = 0;
    }
    const { mask } = encoded;
    const which = mask === group.mask ? MASK_SAME : mask === group.other ? MASK_OTHER : MASK_NEW;
    writer.varint((handle - group.previous) * 4 + which);
    if (which === MASK_NEW) writer.varint(mask);
    if (which !== MASK_SAME) {
      group.other = group.mask;
      group.mask = mask;
    }
    group.previous = handle;
    this.#copy(encoded);
    handles.setSent(handle, source.tick);
    this.#scratch.say(handle * 4 + said);
  }

  #needsRoom(bytes: number): boolean {
    const { writer } = this.#scratch;
    writer.ensure(bytes);
    return writer.position + bytes > VIEW_MESSAGE_BYTES_MAX && this.#scratch.saidCount > 0;
  }

  #copy({ start, end }: EncodedEntity): void {
    const { writer, source } = this.#scratch;
    const { bytes } = source;
    // A handful of bytes: a loop beats set(subarray()).
    let to = writer.position;
    for (let from = start; from < end; from++) writer.bytes[to++] = bytes[from];
    writer.position = to;
  }

  #begin(): void {
    const { writer, source } = this.#scratch;
    writer.position = 0;
    this.#scratch.saidCount = 0;
    if (this.acknowledgedTick === NEVER) {
      writer.bytes[writer.position++] = this.#flags | FLAG_WHOLE_TICK;
      writer.varint53(source.tick);
    } else {
      writer.bytes[writer.position++] = this.#flags;
      writer.bytes[writer.position++] = source.tick & 0xff;
      writer.bytes[writer.position++] = Math.floor(source.tick / 256) & 0xff;
    }
  }

  #finish(send: SendView, more: boolean): void {
    const { writer, source, said, saidCount } = this.#scratch;
    if (saidCount === 0) return;
    if (more) writer.bytes[0] |= FLAG_MORE;
    const message = send(writer.bytes, writer.position);
    this.#scratch.sentBytes += writer.position;
    // Older ones than are remembered count as lost.
    let oldest = this.#pending.overdue(message);
    for (; oldest >= 0; oldest = this.#pending.overdue(message)) this.#forget(oldest);
    this.#pending.put(message, source.tick, said, saidCount);
    this.#scratch.saidCount = 0;
  }
}
