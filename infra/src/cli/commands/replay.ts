import { AtlasError } from '@atlasnet/schemas';
import type { CommandModule } from '../command.ts';
import { ACTIONS } from '../replay/actions.ts';
import { openReplayLog } from '../replay/open-replay-log.ts';

export const command: CommandModule = {
  arguments: [
    { name: '<action>', doc: Object.keys(ACTIONS).join(', ') },
    { name: '[what...]', doc: 'entity: its id (7, 3.41); find: a condition ("coins < 0")' },
  ],
  options: [
    { flags: '--tick <n>', doc: 'state: the tick' },
    { flags: '--from <tick>', doc: 'entity, find: the first tick to look at' },
    { flags: '--to <tick>', doc: 'entity, find: the last' },
    { flags: '--region <n>', doc: 'state, find: one region only' },
    { flags: '--entity <id>', doc: 'find: one entity only' },
    {
      flags: '--conserved <list>',
      doc: 'verify: quantities of I5 by commas, each a component and :message.field or :task.argument>result of what carries it',
    },
    {
      flags: '--calm <tick>',
      doc: 'verify: I9 as well: from this tick on no fault lasted, and what was pending where the log ends is judged',
    },
    { flags: '--json', doc: 'the whole answer as JSON' },
  ],
  epilogue: `Reads the log and changes nothing. With the embedded log, a world may be running on it or not.
Exit code 1: verify found a violation, find or entity found nothing.`,
  async run({ config, args, options, print }) {
    const name = args[0] ?? '';
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action) {
      throw new AtlasError('ATLAS_USAGE', `${name} is no action of \`atlasnet replay\``, {
        hint: `It takes ${Object.keys(ACTIONS).join(', ')}.`,
      });
    }
    const log = await openReplayLog(config);
    try {
      const result = await action({ log, world: config.world.name, args, options });
      print(options['json'] === true ? JSON.stringify(result.json, null, 2) : result.text);
      return result.code;
    } finally {
      await log.close();
    }
  },
};
