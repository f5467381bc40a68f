import protobuf from 'protobufjs/minimal.js';

// 64-bit fields decode to numbers: every id, offset, tick and counter of ours is below 2^53, and a
// Long object per field would be most of a decoder's work. Anything above is garbage and is refused by
// the codecs that check ranges.
protobuf.util.Long = null as unknown as typeof protobuf.util.Long;
protobuf.configure();

// Of a message's alternatives the last one read counts. protobufjs deletes each of the others every time, by a
// call of the engine's own for each; nearly always none of them is there.
const { util } = protobuf as unknown as {
  readonly util: {
    oneOfSetter: (fields: readonly string[]) => (this: Message, field: string) => void;
  };
};
type Message = Record<string, unknown>;
util.oneOfSetter = (fields) =>
  function set(this: Message, chosen: string): void {
    for (const field of fields) {
      // The prototype has null.
      if (field !== chosen && this[field] !== null) delete this[field];
    }
  };
