import { chooseByPriority } from './priority.ts';
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
import { HANDLE_FREE, HANDLE_LEAVING, HANDLE_LIVING, NEVER, ViewHandles } from './view-handles.ts';
import { PendingViews } from './pending-views.ts';
import { ViewCentre } from './view-centre.ts';
import type { ChangeGroup, ViewScratch } from './view-scratch.ts';
import type { EncodedEntity } from './shared-encodings.ts';

/**
 * Sends one view message, bytes[0, length), on an unreliable channel; returns the number that acks
 * speak of. The bytes are written again after the call.
 */
export type SendView = (bytes: Uint8Array, length: number) => number;

/** Bytes below a view message: sealing, packet and message headers. */
const OVERHEAD_BYTES = 28;
/** What an update is taken to cost when it is decided how many fit. */
const UPDATE_BYTES = 6;
const SPAWN_BYTES = 24;
/** Interest is looked at anew every so many ticks, the clients taking turns. */
const INTEREST_TICKS = 2;

/** What a message said of a handle, in the low bits of a pending entry. */
const SAID_VALUES = 0;
/** Against a whole entity that the client may not have: no baseline, though it arrives. */
const SAID_VALUES_UNSURE = 1;
const SAID_WHOLE = 2;
const SAID_GONE = 3;

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
  #lastTick = NEVER;
  /** Of every message. */
  #flags = 0;

  constructor(scratch: ViewScratch, radiusM: number, turn = 0) {
    this.#scratch = scratch;
    this.radiusM = radiusM;
    this.#turn = turn % INTEREST_TICKS;
  }

  /** Builds and sends what this tick's view needs; at most about `budgetBytes` on the wire. */
  build(budgetBytes: number, send: SendView): void {
    const { source } = this.#scratch;
    if (source.tick <= this.#lastTick) return;
    this.#updateInterest();
    this.#lastTick = source.tick;
    if (budgetBytes <= OVERHEAD_BYTES) return;
    this.#collect();
    const { changedCount, spawnCount, despawnCount } = this.#scratch;
    if (changedCount === 0 && spawnCount === 0 && despawnCount === 0) return;
    this.#fit(budgetBytes);
    this.#begin();
    this.#writeDespawns(send);
    this.#writeSpawns(send);
    this.#writeChanges(send);
    this.#finish(send, false);
  }

  /** The client has this message. */
  delivered(message: number): void {
    const pending = this.#pending;
    const at = pending.find(message);
    if (at < 0) return;
    const { handles } = this;
    const tick = pending.tick(at);
    if (tick > this.acknowledgedTick) this.acknowledgedTick = tick;
    for (let i = 0; i < pending.count(at); i++) {
      const entry = pending.said(at, i);
      const handle = entry >>> 2;
      const said = entry & 3;
      if (tick < handles.born(handle)) continue;
      if (said === SAID_GONE) {
        if (handles.state(handle) === HANDLE_LEAVING) handles.release(handle);
      } else if (said === SAID_VALUES_UNSURE) {
        // It may have come before the whole entity that it builds on: then nobody read it.
        if (handles.state(handle) === HANDLE_LIVING && handles.sent(handle) === tick) {
          handles.setSent(handle, handles.known(handle));
        }
      } else if (said === SAID_WHOLE && tick < handles.whole(handle)) {
        // A newer whole entity is on its way, and what is sent builds on that one: should it be
        // lost, it must be sent again.
        continue;
      } else if (tick > handles.base(handle)) {
        if (said === SAID_VALUES && handles.base(handle) === NEVER) continue;
        handles.setBase(handle, tick);
      }
    }
    pending.drop(at);
  }

  /** This message will not arrive. */
  lost(message: number): void {
    const at = this.#pending.find(message);
    if (at >= 0) this.#forget(at);
  }

  /**
   * The client lost track: everything is sent whole.
   * @param notBefore the newest tick that it shows, if the view is to begin anew from there; else 0
   */
  reset(notBefore: number): void {
    this.#pending.clear();
    this.acknowledgedTick = NEVER;
    if (notBefore > 0) {
      this.notBefore = Math.max(this.notBefore, notBefore);
      this.handles = new ViewHandles();
      this.#flags = FLAG_ANEW;
    }
    const { handles } = this;
    for (let handle = 0; handle < handles.end; handle++) handles.forget(handle);
  }

  #forget(at: number): void {
    const { handles } = this;
    const pending = this.#pending;
    const tick = pending.tick(at);
    for (let i = 0; i < pending.count(at); i++) {
      const entry = pending.said(at, i);
      const handle = entry >>> 2;
      if (tick < handles.born(handle) || handles.state(handle) === HANDLE_FREE) continue;
      if (handles.state(handle) === HANDLE_LEAVING) {
        const unsaid = (entry & 3) === SAID_GONE && handles.sent(handle) === tick;
        if (unsaid) handles.setSent(handle, NEVER);
        continue;
      }
      if (handles.whole(handle) === tick && handles.base(handle) === NEVER) {
        handles.setWhole(handle, NEVER);
        handles.setSent(handle, NEVER);
      }
      if (handles.sent(handle) !== tick) continue;
      handles.setSent(handle, handles.known(handle));
    }
    pending.drop(at);
  }

  #updateInterest(): void {
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
    if (looks && (tick + this.#turn) % INTEREST_TICKS === 0) {
      interest.update(this, avatarSlot);
    }
  }

  #takeAvatar(slot: number): void {
    const { handles } = this;
    for (let handle = 1; handle < handles.end; handle++) {
      const living = handles.state(handle) === HANDLE_LIVING;
      if (living && handles.id(handle) === this.avatar) handles.leave(handle);
    }
    handles.take(this.avatar, slot, this.#scratch.source.tick, AVATAR_HANDLE);
  }

  /** Sorts the handles by what has to be said of them. */
  #collect(): void {
    const { handles } = this;
    const scratch = this.#scratch;
    scratch.begin(handles.end);
    const { source, spawns, despawns, changed } = scratch;
    for (let handle = 0; handle < handles.end; handle++) {
      const state = handles.state(handle);
      if (state === HANDLE_FREE) continue;
      const slot = handles.slot(handle);
      if (state === HANDLE_LIVING && source.id(slot) !== handles.id(handle)) {
        // It is gone, or has another slot: interest takes it up again if it is in sight.
        handles.leave(handle);
      }
      if (handles.state(handle) === HANDLE_LEAVING) {
        if (handles.sent(handle) === NEVER) despawns[scratch.despawnCount++] = handle;
        continue;
      }
      if (source.changed(slot) <= handles.sent(handle)) continue;
      const whole = handles.known(handle) < source.oldest(slot);
      if (whole) spawns[scratch.spawnCount++] = handle;
      else changed[scratch.changedCount++] = handle;
    }
  }

  /** Keeps what the budget allows, by priority. */
  #fit(budgetBytes: number): void {
    const scratch = this.#scratch;
    const { spawns, changed, source } = scratch;
    const { handles, centre } = this;
    const room = budgetBytes - OVERHEAD_BYTES;
    const wanted = scratch.changedCount * UPDATE_BYTES + scratch.spawnCount * SPAWN_BYTES;
    if (wanted <= room) return;
    const choose = (list: Int32Array, count: number, most: number): number =>
      chooseByPriority(source, handles, list, count, most, centre.at);
    const spawnsMax = Math.max(1, Math.floor(room / 2 / SPAWN_BYTES));
    scratch.spawnCount = choose(spawns, scratch.spawnCount, spawnsMax);
    const left = room - scratch.spawnCount * SPAWN_BYTES;
    const changesMax = Math.max(1, Math.floor(left / UPDATE_BYTES));
    scratch.changedCount = choose(changed, scratch.changedCount, changesMax);
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
    const { changed, changedCount, source } = scratch;
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
      const known = base !== NEVER && base >= handles.whole(handle);
      const serves =
        known &&
        (base === common || (base < common && source.isSame(handles.slot(handle), base, common)));
      if (serves) this.#writeChange(handle, SAID_VALUES, group, send);
      else scratch.addOther(handle, handles.known(handle));
    }
    scratch.sortOthers();
    for (let i = 0; i < scratch.otherCount; i++) {
      const handle = scratch.other(i);
      const baseline = handles.known(handle);
      const unsure = handles.base(handle) < baseline;
      if (group.open && (group.baseline !== baseline || group.exact !== unsure)) {
        scratch.writer.varint(0);
        group.open = false;
      }
      group.baseline = baseline;
      group.exact = unsure;
      this.#writeChange(handle, unsure ? SAID_VALUES_UNSURE : SAID_VALUES, group, send);
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
    // Older ones than are remembered count as lost.
    let oldest = this.#pending.overdue(message);
    for (; oldest >= 0; oldest = this.#pending.overdue(message)) this.#forget(oldest);
    this.#pending.put(message, source.tick, said, saidCount);
    this.#scratch.saidCount = 0;
  }
}
