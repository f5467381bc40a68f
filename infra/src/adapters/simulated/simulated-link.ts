import type { Link, LinkHandlers, LinkPeer } from '@atlasnet/schemas';
import { LINK_QUEUE_BYTES_MAX, LINK_SILENCE_MS } from './limits.ts';
import type { PortSubject, ProcessGate } from './process-gate.ts';
import type { SimulatedNetwork } from './simulated-network.ts';
import type { SimulationKernel } from './simulation-kernel.ts';

/** What both ends of a simulated link stand on. */
export interface LinkParts {
  readonly kernel: SimulationKernel;
  readonly network: SimulatedNetwork;
  /** Sees everything that a process sends over a link: checkers. */
  onSent: (bytes: Uint8Array) => void;
}

/**
 * One end of a link. As over TCP, a message is late or never lost alone: while its way is cut it waits,
 * and an end that hears nothing for LINK_SILENCE_MS (a cut way, a stopped or silently dead process)
 * gives the link up.
 */
export class SimulatedLinkEnd implements Link {
  readonly peer: LinkPeer;
  readonly gate: ProcessGate;
  readonly #parts: LinkParts;
  readonly #ended: () => void;
  #handlers: LinkHandlers | null = null;
  #other: SimulatedLinkEnd | null = null;
  #queuedBytes = 0;
  #lastArrivalMs = 0;
  #held: (() => void)[] = [];
  #cancelSilence: (() => void) | null = null;
  #closed = false;
  /** Why it closed. */
  #reason = '';

  constructor(parts: LinkParts, gate: ProcessGate, peer: LinkPeer, ended: () => void) {
    this.#parts = parts;
    this.gate = gate;
    this.peer = peer;
    this.#ended = ended;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  join(other: SimulatedLinkEnd): void {
    this.#other = other;
  }

  /** One that broke before its process heard that it is open closes right after that. */
  open(handlers: LinkHandlers): void {
    this.#handlers = handlers;
    if (this.#closed) this.#tellClosed();
  }

  send(bytes: Uint8Array): boolean {
    // Nearly every message: nobody watches.
    const about = this.gate.isPlain('interlink') ? undefined : this.#subject(bytes);
    if (this.#closed || !this.gate.visit('interlink', 'send', 'before', about)) return false;
    if (this.#queuedBytes + bytes.length > LINK_QUEUE_BYTES_MAX) {
      this.close('the send queue is full');
      return false;
    }
    const copy = bytes.slice();
    this.#parts.onSent(copy);
    this.#queuedBytes += copy.length;
    this.#travel(() => {
      this.#other?.gate.deliver(() => {
        this.#queuedBytes -= copy.length;
        this.#other?.receive(copy);
      });
    });
    this.gate.visit('interlink', 'send', 'after', about);
    return true;
  }

  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    if (this.gate.isPlain('interlink')) {
      this.#handlers?.message(bytes);
      return;
    }
    const about = this.#subject(bytes);
    if (!this.gate.visit('interlink', 'receive', 'before', about)) return;
    this.gate.deliver(() => {
      if (!this.#closed) this.#handlers?.message(bytes);
      this.gate.visit('interlink', 'receive', 'after', about);
    });
  }

  #subject(bytes: Uint8Array): PortSubject {
    return { name: this.peer.process, partition: 0, bytes: [bytes] };
  }

  close(reason: string): void {
    if (this.gate.state === 'crashed') return;
    this.#finish(reason, true);
  }

  /** The operating system's word after the process died, or none. */
  die(silent: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopSilence();
    this.#ended();
    if (silent) this.#other?.watchSilence();
    else this.#travel(() => this.#other?.closedByPeer('the other process ended'));
  }

  /** Fault: the connection breaks; both ends see it. */
  drop(): void {
    this.#finish('the connection broke', false);
    this.#other?.closedByPeer('the connection broke');
  }

  closedByPeer(reason: string): void {
    this.gate.deliver(() => this.#finish(reason, false));
  }

  /** A way was cut or healed, or a process stopped or went on. */
  watchSilence(): void {
    const other = this.#other;
    if (this.#closed || other === null) return;
    const { network, kernel } = this.#parts;
    const cut = network.isCut(other.gate.id, this.gate.id);
    if (!cut && other.gate.state === 'running') this.#stopSilence();
    else {
      this.#cancelSilence ??= kernel.schedule(LINK_SILENCE_MS, () => {
        this.gate.deliver(() => this.#finish(`no word for ${LINK_SILENCE_MS} ms`, true));
      });
    }
    if (!network.isCut(this.gate.id, other.gate.id)) this.#release();
  }

  #finish(reason: string, tellOther: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#reason = reason;
    this.#stopSilence();
    this.#ended();
    if (tellOther) this.#travel(() => this.#other?.closedByPeer(reason));
    if (this.#handlers) this.#tellClosed();
  }

  #tellClosed(): void {
    const { kernel } = this.#parts;
    kernel.schedule(0, () => this.gate.deliver(() => this.#handlers?.closed(this.#reason)));
  }

  /** Takes something to the other end, behind everything that went before. */
  #travel(arrive: () => void): void {
    const { kernel, network } = this.#parts;
    const other = this.#other;
    if (other === null) return;
    const isCut = (): boolean => network.isCut(this.gate.id, other.gate.id);
    if (this.#held.length > 0 || isCut()) {
      this.#held.push(arrive);
      return;
    }
    const arrivalMs = kernel.nowMs + network.delayMs(this.gate.id, other.gate.id);
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs);
    kernel.schedule(this.#lastArrivalMs - kernel.nowMs, () => {
      if (this.#held.length > 0 || isCut()) this.#held.push(arrive);
      else arrive();
    });
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const arrive of held) this.#travel(arrive);
  }

  #stopSilence(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = null;
  }
}
