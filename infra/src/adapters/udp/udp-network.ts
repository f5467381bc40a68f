import type { DatagramAddress, DatagramNetwork, DatagramSocket } from '@atlasnet/schemas';
import { listenError } from '../net/listen-error.ts';
import { UdpSocket } from './udp-socket.ts';
import type { Unsent } from './udp-socket.ts';

/** Datagram sockets over UDP. */
export class UdpNetwork implements DatagramNetwork {
  readonly #portKey: string;
  readonly #unsent: Unsent | undefined;

  /** `portKey` is the configuration key of the port, for errors. */
  constructor(portKey: string, unsent?: Unsent) {
    this.#portKey = portKey;
    this.#unsent = unsent;
  }

  bind(
    local: DatagramAddress,
    receive: (bytes: Uint8Array, from: DatagramAddress) => void,
  ): Promise<DatagramSocket> {
    return UdpSocket.open(local, receive, this.#unsent).catch((error: unknown) => {
      throw listenError(error, { ...local, key: this.#portKey });
    });
  }
}
