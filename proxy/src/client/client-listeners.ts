import type { WorldDeclaration } from '@atlasnet/schemas';
import type { ClientEvents } from './client-options.ts';

/**
 * Who is told what happens to a client. What a listener throws is a game's, not the session's: it is
 * told as `error`, and the client goes on.
 */
export class ClientListeners<D extends WorldDeclaration> {
  readonly #listeners = new Map<string, Set<(value: never) => void>>();

  on<Name extends keyof ClientEvents<D>>(name: Name, listener: ClientEvents<D>[Name]): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener as (value: never) => void);
    return () => void listeners.delete(listener as (value: never) => void);
  }

  tell<Name extends keyof ClientEvents<D>>(
    name: Name,
    value: Parameters<ClientEvents<D>[Name]>[0],
  ): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        listener(value as never);
      } catch (error) {
        this.#report(name, error);
      }
    }
  }

  #report(name: keyof ClientEvents<D>, error: unknown): void {
    const isHeard = (this.#listeners.get('error')?.size ?? 0) > 0;
    if (isHeard && name !== 'error') this.tell('error', error);
    // Where nobody listens it must be seen all the same, as what a browser's own listeners throw.
    // oxlint-disable-next-line no-console
    else console.error(`AtlasNet: a listener of '${name}' threw`, error);
  }
}
