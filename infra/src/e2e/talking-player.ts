import { setTimeout as wait } from 'node:timers/promises';
import { AtlasNetClient } from '@atlasnet/proxy';
import type { ClientTransport } from '@atlasnet/proxy';
import type { WorldDeclaration } from '@atlasnet/schemas';
import { requestSession } from '../client/node.ts';
import { eventually } from '../testing/contract-tools.ts';

/** A player of the arena through a gateway, who keeps saying commands and counts what became of them. */
export class TalkingPlayer {
  readonly client: AtlasNetClient;
  readonly avatars = new Set<number>();
  closed: unknown;
  sent = 0;
  readonly results: string[] = [];
  #stopped = false;

  constructor(world: WorldDeclaration, transport: ClientTransport) {
    this.client = new AtlasNetClient({ world, transport });
    this.client.on('closed', (error) => (this.closed = error));
    this.client.on('avatar', (id) => id !== 0 && this.avatars.add(id));
  }

  /** Logs in, connects, and begins to talk once it is in the world; within `limitMs`. */
  async enter(gateway: string, name: string, limitMs: number): Promise<void> {
    const { token, websockets } = await requestSession(gateway, name);
    await this.client.connect(token, websockets);
    await eventually(() => this.client.avatar !== undefined, `the avatar of ${name}`, limitMs);
    void this.#talk();
  }

  /** Says nothing more; resolves once the outcome of everything that was said is known. */
  async stop(limitMs: number): Promise<void> {
    this.#stopped = true;
    await eventually(() => this.results.length === this.sent, 'all outcomes', limitMs);
  }

  /** Blows at oneself are refused, which is an outcome in the log like any other. */
  async #talk(): Promise<void> {
    while (!this.#stopped) {
      this.sent++;
      const target = this.client.avatarId;
      this.client.command('hit', { target }).then(
        ({ result }) => this.results.push(result),
        () => this.results.push('lost'),
      );
      this.client.input('steer', { vx: 1, vy: 0 });
      await wait(100);
    }
  }
}
