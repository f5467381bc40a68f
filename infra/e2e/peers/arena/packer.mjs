// A client's update by hand: u32 tick, u32 acknowledged, u16 part, u16 parts, u16 count, u16 0, and count
// times u32 client, u16 x, u16 y.

const HEAD_WORDS = 4;

export class Packer {
  #slabs;
  #turn = 0;
  #slab;
  #end = 0;
  #tick = 0;

  /** Slabs take turns by tick, so that bytes that still wait in a socket are not overwritten at once. */
  constructor(bytes, slabs = 4) {
    this.#slabs = Array.from({ length: slabs }, () => {
      const memory = new ArrayBuffer(bytes);
      return { bytes: Buffer.from(memory), words: new Uint32Array(memory) };
    });
  }

  begin(tick) {
    this.#slab = this.#slabs[this.#turn++ % this.#slabs.length];
    this.#end = 0;
    this.#tick = tick;
  }

  /**
   * @param from where in `world.found` the part begins, and `count` how many it has
   * @param lead bytes left free right before the update, and returned with it
   */
  pack(world, client, { from, count, part, parts, lead = 0 }) {
    const start = (this.#end + lead + 3) & ~3;
    const { bytes, words } = this.#slab;
    const { found, units, acknowledged } = world;
    let at = start >> 2;
    if (at + HEAD_WORDS + 2 * count > words.length) throw new Error('the slab is too small');
    words[at] = this.#tick;
    words[at + 1] = acknowledged[client];
    words[at + 2] = part | (parts << 16);
    words[at + 3] = count;
    at += HEAD_WORDS;
    for (let index = from; index < from + count; index++) {
      const other = found[index];
      words[at++] = other;
      words[at++] = units[2 * other] | (units[2 * other + 1] << 16);
    }
    this.#end = at << 2;
    return bytes.subarray(start - lead, this.#end);
  }
}
