import {
  AtlasError,
  ByteWriter,
  checkInputColumn,
  decodeMessage,
  encodeMessage,
  interlinkMessages,
} from '@atlasnet/schemas';
import type {
  Clock,
  FrameSlice,
  Interlink,
  InterlinkListener,
  Link,
  LinkHandlers,
  LinkMessage,
  Logger,
  ProcessId,
  WorldSchema,
} from '@atlasnet/schemas';
import type { FrameGroups } from '../core/frame-groups.ts';
import type { ReadCells } from '../core/group-walk.ts';

/** What one LinkMessage may carry, as it is sent. */
export type LinkBody = Parameters<typeof interlinkMessages.LinkMessage.encode>[0];

/** LinkMessage.slice and FrameSlice.groups of interlink.proto. */
const SLICE_FIELD = 4;
const SLICE_GROUPS_FIELD = 8;
/** A tag and a length. */
const TAG_BYTES_MAX = 1 + 5;
/** Slices up to this size are put together in a place that is kept, bytes; larger ones are the exception. */
const SCRATCH_BYTES_MAX = 1024 * 1024;

/** Between two tries to reach a process, milliseconds. */
const RECONNECT_MS = 100;

export interface LinkHubOptions {
  /** This process: links to itself stay inside it. */
  readonly self: ProcessId;
  readonly interlink: Interlink;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where a process listens; null when nobody knows. */
  readonly addressOf: (process: ProcessId) => string | null;
  readonly message: (link: Link, message: LinkMessage) => void;
  readonly opened: (link: Link) => void;
  /** `process`: whom this process had dialled; null for an accepted link. */
  readonly closed: (link: Link, process: ProcessId | null) => void;
}

/** The links of a process: those it opens, one per other process, and those it accepts. */
export class LinkHub {
  readonly #options: LinkHubOptions;
  readonly #outgoing = new Map<ProcessId, Link>();
  readonly #dialling = new Set<ProcessId>();
  readonly #failedAt = new Map<ProcessId, number>();
  readonly #links = new Set<Link>();
  #listener: InterlinkListener | null = null;
  #closed = false;

  constructor(options: LinkHubOptions) {
    this.#options = options;
  }

  /** Starts to accept links. @returns the address that others reach it by */
  async listen(bind: { readonly host: string; readonly port: number }): Promise<string> {
    this.#listener = await this.#options.interlink.listen(bind, (link) => this.#adopt(link, null));
    return this.#listener.address;
  }

  /** The link to a process if it is open; begins to open it otherwise. */
  to(process: ProcessId): Link | null {
    const link = this.#outgoing.get(process);
    if (link) return link;
    if (process === this.#options.self) return this.#loop();
    void this.#dial(process);
    return null;
  }

  /** Regions of one process talk over a link like any others. */
  #loop(): Link {
    const { near, far } = loopback(this.#options.self);
    far.handlers = this.#adopt(far, null);
    near.handlers = this.#adopt(near, this.#options.self);
    for (const end of [near, far]) {
      end.take = (body) => this.#options.message(end, body as LinkMessage);
    }
    return near;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const link of Array.from(this.#links)) link.close('the process stops');
    await this.#listener?.close();
  }

  async #dial(process: ProcessId): Promise<void> {
    const { addressOf, interlink, clock, logger } = this.#options;
    const last = this.#failedAt.get(process) ?? -Infinity;
    const tooSoon = clock.monotonicMs() - last < RECONNECT_MS;
    if (this.#closed || this.#dialling.has(process) || tooSoon) return;
    const address = addressOf(process);
    if (address === null) return;
    this.#dialling.add(process);
    this.#failedAt.set(process, clock.monotonicMs());
    try {
      await interlink.connect(address, (link) => this.#adopt(link, process));
    } catch (error) {
      if (!(error instanceof AtlasError)) throw error;
      logger.debug('a process is not reached', { process, address, error: error.message });
    } finally {
      this.#dialling.delete(process);
    }
  }

  #adopt(link: Link, process: ProcessId | null): LinkHandlers {
    const { opened, closed, message, logger } = this.#options;
    this.#links.add(link);
    if (process !== null) this.#outgoing.set(process, link);
    opened(link);
    return {
      message: (bytes) => {
        let decoded: LinkMessage;
        try {
          decoded = decodeMessage(
            interlinkMessages.LinkMessage,
            bytes,
            'link message',
            'ATLAS_LINK_MALFORMED',
          );
          // Now, as they may be read when nobody can be told any more.
          if (decoded.inputs) checkInputColumn(decoded.inputs.column);
        } catch (error) {
          if (!(error instanceof AtlasError)) throw error;
          logger.warn('a link sent something else', { peer: link.peer.process });
          link.close('malformed message');
          return;
        }
        message(link, decoded);
      },
      closed: () => {
        this.#links.delete(link);
        if (process !== null && this.#outgoing.get(process) === link) {
          this.#outgoing.delete(process);
        }
        closed(link, process);
      },
    };
  }
}

/** One end of a link within the process: bytes arrive in a later microtask, in order. */
class LoopEnd implements Link {
  readonly peer: Link['peer'];
  readonly queuedBytes = 0;
  handlers: LinkHandlers | null = null;
  /** Takes a message as it is. */
  take: (body: LinkBody) => void = () => undefined;
  other: LoopEnd | null = null;
  #open = true;

  constructor(self: ProcessId) {
    this.peer = { process: self, role: 'self' };
  }

  send(bytes: Uint8Array): boolean {
    const { other } = this;
    if (!this.#open || !other) return false;
    queueMicrotask(() => {
      if (other.#open) other.handlers?.message(bytes);
    });
    return true;
  }

  /** As send(), without bytes in between: neighbours in one process say much to each other at every tick. */
  pass(body: LinkBody): boolean {
    const { other } = this;
    if (!this.#open || !other) return false;
    queueMicrotask(() => {
      if (other.#open) other.take(body);
    });
    return true;
  }

  close(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.other?.close(reason);
    this.handlers?.closed(reason);
  }
}

function loopback(self: ProcessId): { readonly near: LoopEnd; readonly far: LoopEnd } {
  const near = new LoopEnd(self);
  const far = new LoopEnd(self);
  near.other = far;
  far.other = near;
  return { near, far };
}

/** Groups of a frame, of the cells that somebody reads. */
export interface SliceGroups {
  readonly groups: FrameGroups;
  readonly schema: WorldSchema;
  readonly cells: ReadCells;
}

/**
 * Sends a slice over a link, which is given without its groups; who reads it within this process must not
 * change it.
 */
export function sendSlice(link: Link, slice: FrameSlice, part: SliceGroups | null): void {
  if (link instanceof LoopEnd) {
    if (part) slice.groups = part.groups.pick(part.schema, part.cells);
    link.pass({ slice });
  } else link.send(sliceMessage(slice, part));
}

/** A LinkMessage with a slice, whose groups go last, as the bytes that they are in the frame's record (V1). */
function sliceMessage(slice: FrameSlice, part: SliceGroups | null): Uint8Array {
  const head = encodeMessage(interlinkMessages.FrameSlice, slice);
  const writer = takeScratch(TAG_BYTES_MAX + head.length + (part?.groups.groupBytes ?? 0));
  // How long tag and length are is known when the groups are there: they are written right before what they are of.
  const { bytes } = writer;
  bytes.set(head, TAG_BYTES_MAX);
  const at = TAG_BYTES_MAX + head.length;
  const target = { field: SLICE_GROUPS_FIELD, bytes, at };
  const end = part ? part.groups.copy(part.schema, part.cells, target) : at;
  const length = end - TAG_BYTES_MAX;
  const from = TAG_BYTES_MAX - 1 - varintBytes(length);
  writer.position = from;
  writer.varint((SLICE_FIELD << 3) | 2);
  writer.varint(length);
  return bytes.slice(from, end);
}

/** A slice is put together in the same place again and again, unless it is a huge one. */
function takeScratch(room: number): ByteWriter {
  if (room > SCRATCH_BYTES_MAX) return new ByteWriter(room);
  scratch ??= new ByteWriter(SCRATCH_BYTES_MAX);
  return scratch;
}

let scratch: ByteWriter | null = null;

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}

/** Sends one message over a link. */
export function sendBody(link: Link, body: LinkBody): boolean {
  if (body.announcement && link instanceof LoopEnd) return link.pass(body);
  return link.send(encodeMessage(interlinkMessages.LinkMessage, body));
}
