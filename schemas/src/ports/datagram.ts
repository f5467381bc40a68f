import type { AtlasError } from '../errors.ts';

/** A datagram's other end. */
export interface DatagramAddress {
  readonly host: string;
  readonly port: number;
}

/** An unreliable, unordered packet socket. Implementations: UDP, simulated. */
export interface DatagramSocket {
  readonly address: DatagramAddress;
  /**
   * Sends bytes[start, end), which are handed over: they may leave later, and are never written again.
   * Lost without a word if the network is full.
   */
  send(bytes: Uint8Array, start: number, end: number, to: DatagramAddress): void;
  close(): Promise<void>;
}

/** Opens datagram sockets. */
export interface DatagramNetwork {
  /**
   * Binds a socket; port 0 takes any free one. `receive` may keep neither `bytes` nor a view of it
   * beyond the call. `failed` is told once if the socket is lost; then it is silent.
   * @throws AtlasError ATLAS_PORT_IN_USE
   */
  bind(
    local: DatagramAddress,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
    failed?: (error: AtlasError) => void,
  ): Promise<DatagramSocket>;
}
