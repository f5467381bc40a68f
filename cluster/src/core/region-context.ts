import { encodeEntity } from '@atlasnet/schemas';
import type {
  Departure,
  OutboxMessage,
  ParkedHandoff,
  PartitionMap,
  RegionId,
  RegionMessage,
  WorldSchema,
} from '@atlasnet/schemas';
import type { AtlasNetServer } from '../game/game-api.ts';
import type { GameWorld } from '../game/game-world.ts';
import type { FrameDraft } from './frame-draft.ts';
import { emptyMessage } from './region-messages.ts';
import type { RegionState } from './region-state.ts';
import type { RegionInbox } from './region-inbox.ts';

/** What becomes of an account's second session. */
export type SameAccount = 'takeover' | 'refuse';

/** What the parts of a tick share. */
export interface RegionContext {
  readonly schema: WorldSchema;
  readonly region: RegionId;
  readonly server: AtlasNetServer;
  readonly state: RegionState;
  readonly world: GameWorld;
  readonly inbox: RegionInbox;
  readonly homeCount: number;
  readonly lingerTicks: number;
  /** M4: a job that has waited for so many ticks is given up. */
  readonly jobLimitTicks: number;
  /** Sessions whose home a region may be at once. */
  readonly sessionsMax: number;
  /** An account's second session is refused while the first is connected, or takes over. */
  readonly sameAccount: SameAccount;
  /** The region that a ghost belongs to, or −1. */
  ghostOwner(entity: number): number;
  /** Whether a region's frames are coming: nothing is handed to one that is down. */
  isUp(region: RegionId): boolean;
  /** V2: an entity, still in its slot, leaves for another region. */
  departs(slot: number, departure: Departure): void;
  /** V2: an entity came. */
  came(entity: number): void;
  /** M3: an entity came back because its target could not take it. */
  refused(entity: number): void;
  /** M3: a handoff that cannot be applied was kept, and may go back where it came from. */
  parks(parked: ParkedHandoff): void;
  map: PartitionMap;
  draft: FrameDraft;
}

/** Puts a message into the outbox of the tick being run, numbered (M1). */
export function sendTo(
  context: RegionContext,
  to: RegionId,
  body: Partial<RegionMessage>,
): OutboxMessage {
  const { state, world, map, region, draft } = context;
  const message = { ...emptyMessage(region, world.tick, map.version), ...body };
  const entry = state.enqueue(to, message);
  draft.outbox.push(entry);
  draft.outboxBytes += messageBytes(message);
  return entry;
}

/** About how many bytes a message will take in the frame. */
function messageBytes(message: RegionMessage): number {
  const { handoff, entityMessage, taskResult } = message;
  const result = taskResult ? taskResult.payload.length + taskResult.arguments.length : 0;
  return 32 + (handoff?.state.length ?? 0) + (entityMessage?.payload.length ?? 0) + result;
}

/** An entity's state as a handoff carries it. */
export function entityBytes(context: RegionContext, slot: number): Uint8Array {
  return encodeEntity(context.state.table, slot);
}
