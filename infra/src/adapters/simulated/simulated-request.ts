import type { PortCall, PortSubject, ProcessGate, Settle } from './process-gate.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** A question to a server of the simulated world, and what its answer may be. */
export interface SimulatedRequest<T> {
  readonly port: PortCall['port'];
  readonly operation: string;
  readonly about: PortSubject;
  /** The server's name on the network. */
  readonly node: string;
  readonly timeoutMs: number;
  /** Runs at the server when the question arrives. Not calling `answer` means that none comes. */
  serve(answer: (result: () => T) => void): void;
  /** What the caller gets (or what it throws) when no answer came in time. */
  readonly timedOut: () => T;
}

/** Sends a request over the simulated network: delayed, lost with a cut way, answered once. */
export function simulatedRequest<T>(
  kernel: SimulationKernel,
  network: SimulatedNetwork,
  gate: ProcessGate,
  request: SimulatedRequest<T>,
): Promise<T> {
  const execute = (settle: Settle<T>): void => {
    let settled = false;
    const finish = (result: () => T): void => {
      if (settled) return;
      settled = true;
      cancelTimeout();
      try {
        settle.resolve(result());
      } catch (error) {
        settle.reject(error);
      }
    };
    const cancelTimeout = kernel.schedule(request.timeoutMs, () => finish(request.timedOut));
    if (network.isCut(gate.id, request.node)) return;
    kernel.schedule(network.delayMs(gate.id, request.node), () => {
      request.serve((result) => {
        if (network.isCut(request.node, gate.id)) return;
        kernel.schedule(network.delayMs(request.node, gate.id), () => finish(result));
      });
    });
  };
  return gate.call<T>(request.port, request.operation, execute, request.about);
}
