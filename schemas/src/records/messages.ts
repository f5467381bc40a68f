import './configure-protobuf.ts';
import protobuf from 'protobufjs/minimal.js';
import { atlasnet } from '../../generated/protocol.js';
import { AtlasError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';

/** The generated classes, by the package names of the .proto files. */
export const logMessages = atlasnet.log;
export const interlinkMessages = atlasnet.interlink;
export const clientMessages = atlasnet.client;

type Leaf = number | string | boolean | Uint8Array;
type Field<V> = V extends Leaf
  ? V
  : V extends readonly (infer U)[]
    ? Field2<U>[]
    : Decoded<V> | null;
type Field2<U> = U extends Leaf ? U : Decoded<U>;

/**
 * A decoded message as it is at run time: scalars and lists are always there (with their proto3
 * defaults), sub-messages may be null. It can be encoded again as it is.
 */
export type Decoded<T> = {
  [K in keyof T as K extends '$unknowns' | 'body' ? never : K]-?: Field<NonNullable<T[K]>>;
};

export type FrameRecord = Decoded<atlasnet.log.FrameRecord.$Properties>;
export type Claim = Decoded<atlasnet.log.Claim.$Properties>;
export type Frame = Decoded<atlasnet.log.Frame.$Properties>;
export type FramePart = Decoded<atlasnet.log.FramePart.$Properties>;
export type FrameInputs = Decoded<atlasnet.log.FrameInputs.$Properties>;
export type NeighbourRead = Decoded<atlasnet.log.NeighbourRead.$Properties>;
export type Confirmation = Decoded<atlasnet.log.Confirmation.$Properties>;
export type TargetChoice = Decoded<atlasnet.log.TargetChoice.$Properties>;
export type AppliedMessage = Decoded<atlasnet.log.AppliedMessage.$Properties>;
export type AppliedCommand = Decoded<atlasnet.log.AppliedCommand.$Properties>;
export type CellGroup = Decoded<atlasnet.log.CellGroup.$Properties>;
export type OutboxMessage = Decoded<atlasnet.log.OutboxMessage.$Properties>;
export type RegionMessage = Decoded<atlasnet.log.RegionMessage.$Properties>;
export type Handoff = Decoded<atlasnet.log.Handoff.$Properties>;
export type EntityMessage = Decoded<atlasnet.log.EntityMessage.$Properties>;
export type SessionHome = Decoded<atlasnet.log.SessionHome.$Properties>;
export type SessionWord = Decoded<atlasnet.log.SessionWord.$Properties>;
export type ReturnedMessage = Decoded<atlasnet.log.ReturnedMessage.$Properties>;
export type StartWorld = Decoded<atlasnet.log.StartWorld.$Properties>;
export type Job = Decoded<atlasnet.log.Job.$Properties>;
export type TaskRecord = Decoded<atlasnet.log.TaskRecord.$Properties>;
export type TaskResultRecord = Decoded<atlasnet.log.TaskResultRecord.$Properties>;
export type TaskResult = Decoded<atlasnet.log.TaskResult.$Properties>;
export type Refusal = Decoded<atlasnet.log.Refusal.$Properties>;
export type Departure = Decoded<atlasnet.log.Departure.$Properties>;
export type SessionState = Decoded<atlasnet.log.SessionState.$Properties>;
export type SessionUpdate = Decoded<atlasnet.log.SessionUpdate.$Properties>;
export type CommandAnswer = Decoded<atlasnet.log.CommandAnswer.$Properties>;
export type ReportedFault = Decoded<atlasnet.log.ReportedFault.$Properties>;
export type Timings = Decoded<atlasnet.log.Timings.$Properties>;
export type MapRecord = Decoded<atlasnet.log.MapRecord.$Properties>;
export type Incarnation = Decoded<atlasnet.log.Incarnation.$Properties>;
export type RegionBounds = Decoded<atlasnet.log.RegionBounds.$Properties>;
export type MapProposal = Decoded<atlasnet.log.MapProposal.$Properties>;
export type MapActivation = Decoded<atlasnet.log.MapActivation.$Properties>;
export type MapWithdrawal = Decoded<atlasnet.log.MapWithdrawal.$Properties>;
export type Assignment = Decoded<atlasnet.log.Assignment.$Properties>;
export type TimeResumed = Decoded<atlasnet.log.TimeResumed.$Properties>;
export type RegionRetired = Decoded<atlasnet.log.RegionRetired.$Properties>;
export type LoadRecord = Decoded<atlasnet.log.LoadRecord.$Properties>;
export type RegionLoad = Decoded<atlasnet.log.RegionLoad.$Properties>;
export type LoadCell = Decoded<atlasnet.log.LoadCell.$Properties>;
export type ClockBeacon = Decoded<atlasnet.log.ClockBeacon.$Properties>;
export type CheckpointChunk = Decoded<atlasnet.log.CheckpointChunk.$Properties>;
export type RegionSnapshot = Decoded<atlasnet.log.RegionSnapshot.$Properties>;
export type ParkedHandoff = Decoded<atlasnet.log.ParkedHandoff.$Properties>;
export type SentAway = Decoded<atlasnet.log.SentAway.$Properties>;
export type Arrival = Decoded<atlasnet.log.Arrival.$Properties>;
export type SessionRecord = Decoded<atlasnet.log.SessionRecord.$Properties>;
export type TokenConsumed = Decoded<atlasnet.log.TokenConsumed.$Properties>;
export type Ban = Decoded<atlasnet.log.Ban.$Properties>;
export type MatchRecord = Decoded<atlasnet.log.MatchRecord.$Properties>;

export type LinkMessage = Decoded<atlasnet.interlink.LinkMessage.$Properties>;
export type Subscribe = Decoded<atlasnet.interlink.Subscribe.$Properties>;
export type Cell = Decoded<atlasnet.interlink.Cell.$Properties>;
export type Unsubscribe = Decoded<atlasnet.interlink.Unsubscribe.$Properties>;
export type SubscriptionStart = Decoded<atlasnet.interlink.SubscriptionStart.$Properties>;
export type FrameSlice = Decoded<atlasnet.interlink.FrameSlice.$Properties>;
export type RegionDelivery = Decoded<atlasnet.interlink.RegionDelivery.$Properties>;
export type SessionAttach = Decoded<atlasnet.interlink.SessionAttach.$Properties>;
export type SessionDetach = Decoded<atlasnet.interlink.SessionDetach.$Properties>;
export type SessionCommand = Decoded<atlasnet.interlink.SessionCommand.$Properties>;
export type SessionInputs = Decoded<atlasnet.interlink.SessionInputs.$Properties>;
export type Announcement = Decoded<atlasnet.interlink.Announcement.$Properties>;
export type NotOwner = Decoded<atlasnet.interlink.NotOwner.$Properties>;
export type Ping = Decoded<atlasnet.interlink.Ping.$Properties>;
export type Pong = Decoded<atlasnet.interlink.Pong.$Properties>;

export type ClientMessage = Decoded<atlasnet.client.ClientMessage.$Properties>;
export type Join = Decoded<atlasnet.client.Join.$Properties>;
export type Command = Decoded<atlasnet.client.Command.$Properties>;
export type Leave = Decoded<atlasnet.client.Leave.$Properties>;
export type ClockProbe = Decoded<atlasnet.client.ClockProbe.$Properties>;
export type ServerMessage = Decoded<atlasnet.client.ServerMessage.$Properties>;
export type Welcome = Decoded<atlasnet.client.Welcome.$Properties>;
export type AvatarAssigned = Decoded<atlasnet.client.AvatarAssigned.$Properties>;
export type CommandAcknowledged = Decoded<atlasnet.client.CommandAcknowledged.$Properties>;
export type CommandOutcome = Decoded<atlasnet.client.CommandOutcome.$Properties>;
export type Goodbye = Decoded<atlasnet.client.Goodbye.$Properties>;
export type ClockAnswer = Decoded<atlasnet.client.ClockAnswer.$Properties>;
export type ResumeTicket = Decoded<atlasnet.client.ResumeTicket.$Properties>;

/** A generated message class, as far as the codecs use it. */
export interface MessageType<Properties> {
  encode(message: Properties, writer?: protobuf.Writer): protobuf.Writer;
  decode(bytes: Uint8Array): unknown;
}

/** A writer that has grown to this is not kept, bytes. */
const WRITER_BYTES_MAX = 1024 * 1024;

/** Has the room that messages take by now: a new one doubles its own again and again for each. */
let idleWriter: protobuf.Writer | null = null;

/** Encodes a message into bytes of its own. */
export function encodeMessage<P>(type: MessageType<P>, message: P): Uint8Array {
  const writer = idleWriter ?? protobuf.Writer.create();
  // One that a throw left half way is not used again.
  idleWriter = null;
  const bytes = type.encode(message, writer).finish();
  writer.reset();
  if (writer.buf.length <= WRITER_BYTES_MAX) idleWriter = writer;
  return bytes;
}

/**
 * Decodes untrusted bytes. `bytes` fields are views of the input. Time and memory are bounded by the
 * input's length: a length field beyond it fails at once.
 * @throws AtlasError with `code`, naming `what`.
 */
export function decodeMessage<P>(
  type: MessageType<P>,
  bytes: Uint8Array,
  what: string,
  code: ErrorCode = 'ATLAS_RECORD_MALFORMED',
): Decoded<P> {
  try {
    return type.decode(bytes) as Decoded<P>;
  } catch (cause) {
    throw new AtlasError(code, `${what} of ${bytes.length} bytes does not decode`, { cause });
  }
}
