import { expect } from '@jest/globals';
import { nodeTransport } from '../../client/node.ts';
import type { AttackStage, TallyClient } from './attack-stage.ts';

/** Somebody honest who plays through every attack, and sees what became of the others. */
export class Bystander {
  readonly client: TallyClient;
  #end: unknown = null;

  private constructor(client: TallyClient) {
    this.client = client;
    client.on('closed', (error) => (this.#end = error ?? 'closed'));
  }

  static async enter(stage: AttackStage): Promise<Bystander> {
    const client = await stage.enter('bystander', nodeTransport());
    stage.atEnd(client);
    return new Bystander(client);
  }

  /** What the world holds of an account; −1 where it has no avatar. */
  seen(owner: string): { added: number; steps: number } {
    const all = [...this.client.entities.values()];
    const found = all.find((each) => each.get('owner') === owner);
    return { added: found?.get('added') ?? -1, steps: found?.get('steps') ?? -1 };
  }

  /** A command gets into the log, and its outcome back: the bystander's, or somebody else's. */
  async expectServed(client = this.client): Promise<void> {
    expect(await client.command('add', {})).toMatchObject({ result: 'applied' });
    expect(this.#end).toBeNull();
  }
}
