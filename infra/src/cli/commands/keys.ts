import { AtlasError } from '@atlasnet/schemas';
import type { CommandModule } from '../command.ts';
import { alignColumns } from '../config/listing.ts';
import { describeKeys, KEY_NAMES, makeMissingKeys, rotateKey, type KeyName } from '../keys.ts';

/** Who reads a key, in the order in which nobody meets one that it does not know. */
const RESTART: Readonly<Record<KeyName, string>> = {
  interlink: 'all processes, one after the other',
  connectToken: 'the proxies, then the gateways',
  accessToken: 'the gateways',
};

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
      const name = keyNamed(key);
      const kept = rotateKey(config, name) ? '; the one before is kept, and taken too' : '';
      print(`${name} is new${kept}. Restart ${RESTART[name]}.`);
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
