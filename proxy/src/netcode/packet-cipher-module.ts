import { CODE_BASE64 } from './packet-cipher-code.ts';

/** What proxy/wasm/packet-cipher.mjs exports. Lengths in bytes; all data is where its layout says. */
export interface PacketCipherModule {
  /** Never grows, so views of it stay valid. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Seals the text in place, by the key, nonce and associated data in the memory; the tag goes behind it. */
  seal(associatedBytes: number, textBytes: number): void;
  /** Opens in place what seal() made; 0 when it is not authentic, and the text is then worth nothing. */
  open(associatedBytes: number, textBytes: number): number;
  /**
   * Poly1305 alone, by the one-time key in the memory, of the whole blocks of 16 bytes up to `associatedEnd`, then
   * of those of the text up to `end`, an address too; one at least.
   */
  authenticate(associatedEnd: number, end: number): void;
}

/** What is used of WebAssembly, which Node's types leave out. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: PacketCipherModule };
};

/** An instance with a memory of its own. Every engine from Node 20 on has the vectors that it needs. */
export function makePacketCipherModule(): PacketCipherModule {
  const code = new WebAssembly.Module(Buffer.from(CODE_BASE64, 'base64'));
  return new WebAssembly.Instance(code).exports;
}
