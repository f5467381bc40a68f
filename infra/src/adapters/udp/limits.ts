/** Bounds between a proxy and its socket's thread, with their reasons. */
export const UDP_THREAD_LIMITS = {
  /**
   * What waits to be sealed and sent: 11,000 views of 110 bytes, half a second of 1,000 clients. A view that is
   * older is of no use, and whoever is that far behind has no processor to send it.
   */
  outgoingBytes: 2 * 1024 * 1024,
  /** What clients said: 4,000 datagrams of 200 bytes, 10,000 inputs, twice what the kernel keeps for the socket. */
  incomingBytes: 1024 * 1024,
  /**
   * What arrives within so many milliseconds wakes the proxy once, as that takes system calls on both sides; and
   * inputs wait for others anyway before they go on.
   */
  gatherMs: 1,
  /** What the kernel did not take is told together, after so many milliseconds. */
  unsentMs: 1000,
  /** Packets that either side takes in one turn; then come those that wait in the other direction. */
  packetsPerTurn: 64,
} as const;

/** Bounds on looking what the kernel lost. */
export const KERNEL_DROPS_LIMITS = {
  /** Milliseconds between two looks: what is read grows with the sockets of the machine, a millisecond for thousands. */
  lookMs: 5000,
} as const;
