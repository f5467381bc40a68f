import { ByteWriter } from '@atlasnet/schemas';

/** FrameRecord.frame in log.proto. */
const FRAME_FIELD = 4;

/** A FrameRecord up to its groups, with just the room for these: envelope, tag and length, fields. */
export function frameRecord(
  envelope: Uint8Array,
  head: Uint8Array,
  groupBytes: number,
): ByteWriter {
  const tag = new ByteWriter(12);
  tag.varint((FRAME_FIELD << 3) | 2);
  tag.varint(head.length + groupBytes);
  const length = envelope.length + tag.position + head.length;
  const writer = new ByteWriter(length + groupBytes);
  writer.bytes.set(envelope);
  writer.bytes.set(tag.bytes.subarray(0, tag.position), envelope.length);
  writer.bytes.set(head, envelope.length + tag.position);
  writer.position = length;
  return writer;
}
