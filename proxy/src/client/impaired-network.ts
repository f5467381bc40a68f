import type { Clock, DatagramNetwork, RandomSource } from '@atlasnet/schemas';

/** What a bad network does to each packet, both ways. */
export interface Impairment {
  /** 0…1: packets that vanish. */
  readonly loss?: number;
  /** Milliseconds on the way, one way. */
  readonly delayMs?: number;
  /** Up to so many milliseconds more, at random: packets overtake each other. */
  readonly jitterMs?: number;
  /** 0…1: packets that come twice. */
  readonly duplicates?: number;
}

/** A network made worse, to try a game under: wrap a transport's `datagrams` in it. */
export function impairedNetwork(
  network: DatagramNetwork,
  impairment: Impairment,
  { clock, random }: { readonly clock: Clock; readonly random: RandomSource },
): DatagramNetwork {
  const { loss = 0, delayMs = 0, jitterMs = 0, duplicates = 0 } = impairment;
  const uniform = (): number => {
    const [a = 0, b = 0] = random.bytes(2);
    return (a * 256 + b) / 65_536;
  };
  const carry = (deliver: () => void): void => {
    if (uniform() < loss) return;
    const copies = uniform() < duplicates ? 2 : 1;
    for (let i = 0; i < copies; i++) clock.after(delayMs + uniform() * jitterMs, deliver);
  };
  return {
    async bind(local, receive) {
      const socket = await network.bind(local, (bytes, { host, port }) => {
        const kept = bytes.slice();
        carry(() => receive(kept, { host, port }));
      });
      return {
        address: socket.address,
        send: (bytes, start, end, to) => {
          const kept = bytes.slice(start, end);
          carry(() => socket.send(kept, 0, kept.length, to));
        },
        close: () => socket.close(),
      };
    },
  };
}
