import { RegionMirror, cellCoordinates } from '@atlasnet/schemas';
import type {
  FrameSlice,
  Link,
  MergedView,
  RegionId,
  SubscriptionStart,
  WorldSchema,
} from '@atlasnet/schemas';
import { sendBody } from './owner-links.ts';

/** An owner that is not ready is asked again after this, milliseconds. */
const RETRY_MS = 100;

/** A proxy's subscription to one region: which cells, over which link, from where. */
export class RegionReader {
  readonly region: RegionId;
  readonly mirror: RegionMirror;
  readonly #view: MergedView;
  readonly #schema: WorldSchema;
  #link: Link | null = null;
  #epoch = 0;
  #retryAtMs = Infinity;
  #cells: ReadonlySet<number> | null = new Set();
  /** What the owner was asked for over this link. */
  #asked: ReadonlySet<number> | null = new Set();
  #healing = false;
  #subscribed = false;

  constructor(schema: WorldSchema, region: RegionId, view: MergedView) {
    this.region = region;
    this.#schema = schema;
    this.#view = view;
    this.mirror = new RegionMirror(schema, region);
    view.addRegion(this.mirror);
  }

  get link(): Link | null {
    return this.#link;
  }

  /** Whether an owner is reached and does not refuse. */
  get served(): boolean {
    return this.#link !== null && this.#retryAtMs === Infinity;
  }

  /** Whether any cell is read. */
  get reading(): boolean {
    return this.#cells === null || this.#cells.size > 0;
  }

  /** Sets the cells to read (null: all). */
  want(cells: ReadonlySet<number> | null): void {
    if (sameCells(cells, this.#cells)) return;
    this.#cells = cells;
    this.mirror.want(cells);
    this.#view.merge(this.mirror, null);
    this.#ask();
  }

  /** Names the owner's link now. True when it is another one, or asked again: attach anew. */
  connect(link: Link | null, epoch: number, nowMs: number): boolean {
    const again = nowMs >= this.#retryAtMs;
    if (link === this.#link && epoch === this.#epoch && !again) return false;
    this.#link = link;
    this.#epoch = epoch;
    this.#retryAtMs = Infinity;
    this.#subscribed = false;
    this.#healing = false;
    if (link) this.#ask();
    return link !== null;
  }

  /** The process says that it does not own the region (yet): it is asked again soon. */
  refused(link: Link, nowMs: number): void {
    if (link === this.#link) this.#retryAtMs = nowMs + RETRY_MS;
  }

  start(link: Link, start: SubscriptionStart): boolean {
    if (link !== this.#link) return false;
    const verdict = this.mirror.applyStart(start);
    if (verdict === 'resubscribe') return this.#heal();
    this.#healing = false;
    if (verdict === 'applied') this.#view.merge(this.mirror, null);
    return verdict === 'applied';
  }

  slice(link: Link, slice: FrameSlice): boolean {
    if (link !== this.#link || !this.#subscribed) return false;
    const verdict = this.mirror.applySlice(slice);
    if (verdict === 'resubscribe') return this.#heal();
    if (verdict === 'applied') this.#view.merge(this.mirror, slice);
    return verdict === 'applied';
  }

  end(): void {
    if (this.#link && this.#subscribed) {
      sendBody(this.#link, { unsubscribe: { region: this.region } });
    }
    this.#view.removeRegion(this.region);
  }

  /** Something is missing: the state is asked for anew, once. */
  #heal(): false {
    if (this.#healing || !this.#link) return false;
    this.#healing = true;
    this.#send(this.#link, this.#cells, 0);
    return false;
  }

  #ask(): void {
    const link = this.#link;
    if (!link) return;
    if (this.#subscribed) {
      if (sameCells(this.#asked, this.#cells)) return;
      if (this.reading || this.#asked === null || this.#asked.size > 0) {
        this.#send(link, this.#cells, this.mirror.offset);
      }
      return;
    }
    if (!this.reading) return;
    this.#subscribed = true;
    const { resumeOffset } = this.mirror;
    if (resumeOffset > 0 && this.#cells !== null) {
      // Resuming is for the cells that are here; those that are not come as additions.
      const here = new Set([...this.#cells].filter((cell) => this.mirror.reads(cell)));
      if (here.size > 0) this.#send(link, here, resumeOffset);
      if (here.size === this.#cells.size) return;
      this.#send(link, this.#cells, here.size > 0 ? resumeOffset : 0);
      return;
    }
    this.#send(link, this.#cells, this.#cells === null && this.mirror.complete ? resumeOffset : 0);
  }

  #send(link: Link, cells: ReadonlySet<number> | null, fromOffset: number): void {
    this.#asked = cells;
    const list = Array.from(cells ?? [], (cell) => cellCoordinates(this.#schema, cell));
    sendBody(link, {
      subscribe: {
        region: this.region,
        cells: list,
        whole: cells === null,
        fromOffset,
        replace: true,
        worldSchemaHash: this.#schema.hash,
      },
    });
  }
}

function sameCells(a: ReadonlySet<number> | null, b: ReadonlySet<number> | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (a.size !== b.size) return false;
  for (const cell of a) if (!b.has(cell)) return false;
  return true;
}
