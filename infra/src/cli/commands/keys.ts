import { AtlasError } from '@atlasnet/schemas';
import type { CommandModule } from '../command.ts';
import { alignColumns } from '../config/listing.ts';
import { describeKeys, KEY_NAMES, makeMissingKeys, rotateKey, type KeyName } from '../keys.ts';

export const command: CommandModule = {
  arguments: [
    { name: '[action]', doc: 'list (default), make, rotate' },
    { name: '[key]', doc: `for rotate: ${KEY_NAMES.join(', ')}` },
  ],
  run({ config, args, print }) {
    const [action = 'list', key] = args;
    if (action === 'make') {
      const made = makeMissingKeys(config);
      print(made.length === 0 ? 'every key is there already' : `made ${made.join(', ')}`);
    } else if (action === 'rotate') {
      rotateKey(config, keyNamed(key));
      print(`${key} is new; the one before is kept as .previous. Restart the processes.`);
    } else if (action !== 'list') {
      throw new AtlasError('ATLAS_USAGE', `${action} is no action of \`atlasnet keys\``, {
        hint: 'It takes list, make or rotate.',
      });
    }
    const rows = describeKeys(config).map((info) => [
      info.name,
      info.fingerprint === null ? 'missing' : `sha256 ${info.fingerprint}…`,
      info.source,
    ]);
    print(alignColumns(rows));
    return Promise.resolve();
  },
};

function keyNamed(name: string | undefined): KeyName {
  const found = KEY_NAMES.find((known) => known === name);
  if (found !== undefined) return found;
  throw new AtlasError('ATLAS_USAGE', `${name ?? 'nothing'} is no key to rotate`, {
    hint: `Name one of ${KEY_NAMES.join(', ')}.`,
  });
}
