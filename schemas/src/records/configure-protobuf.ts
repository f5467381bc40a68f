import protobuf from 'protobufjs/minimal.js';

// 64-bit fields decode to numbers: every id, offset, tick and counter of ours is below 2^53, and a
// Long object per field would be most of a decoder's work. Anything above is garbage and is refused by
// the codecs that check ranges.
protobuf.util.Long = null as unknown as typeof protobuf.util.Long;
protobuf.configure();
