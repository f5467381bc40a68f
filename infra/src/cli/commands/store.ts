import { AtlasError } from '@atlasnet/schemas';
import type { CommandModule } from '../command.ts';
import { openPorts } from '../cluster-ports.ts';
import { makeProcessParts } from '../process-parts.ts';
import { STORE_ACTIONS } from '../store/actions.ts';

export const command: CommandModule = {
  arguments: [
    { name: '<action>', doc: Object.keys(STORE_ACTIONS).join(', ') },
    { name: '[what]', doc: 'find: an entity id (7, 3.41) or the name of an account' },
  ],
  epilogue: `check compares every key with what the log says; rebuild writes the directory and the checkpoint
copies from the log alone, beside a world that runs or not; find says where an entity or an account is.
Exit code 1: check found a difference, find found nothing.`,
  async run(context) {
    const { config, args, print } = context;
    const name = args[0] ?? '';
    const action = Object.hasOwn(STORE_ACTIONS, name) ? STORE_ACTIONS[name] : undefined;
    if (!action) {
      throw new AtlasError('ATLAS_USAGE', `${name} is no action of \`atlasnet store\``, {
        hint: `It takes ${Object.keys(STORE_ACTIONS).join(', ')}.`,
      });
    }
    const { id } = makeProcessParts(context, 'cluster');
    const { log, store, clock } = await openPorts({ config, id, role: 'store' });
    try {
      return await action({ log, store, clock, world: config.world.name, what: args[1], print });
    } finally {
      await log.close();
      await store.close();
    }
  },
};
