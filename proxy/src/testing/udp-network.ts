/* oxlint-disable no-restricted-imports -- tests talk through real sockets. */
import { createSocket } from 'node:dgram';
import type { Clock, DatagramNetwork, RandomSource } from '@atlasnet/schemas';
import { randomBytes } from 'node:crypto';

/** Real UDP on IPv4, as far as interop tests and the bench need it. */
export const udpNetwork: DatagramNetwork = {
  async bind(local, receive) {
    const socket = createSocket('udp4');
    socket.on('message', (bytes, info) => receive(bytes, { host: info.address, port: info.port }));
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(local.port, local.host, resolve);
    });
    // Packets are handed to the kernel a little later: close() waits, or farewells would be lost.
    let sending = 0;
    let whenSent = (): void => undefined;
    return {
      address: { host: local.host, port: socket.address().port },
      send(bytes, start, end, to) {
        sending++;
        socket.send(bytes, start, end - start, to.port, to.host, () => {
          if (--sending === 0) whenSent();
        });
      },
      async close() {
        if (sending > 0) await new Promise<void>((resolve) => (whenSent = resolve));
        await new Promise<void>((resolve) => socket.close(() => resolve()));
      },
    };
  },
};

export const realClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

export const realRandom: RandomSource = { bytes: (length) => new Uint8Array(randomBytes(length)) };
