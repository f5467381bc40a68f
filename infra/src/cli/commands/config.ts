import type { CommandModule } from '../command.ts';
import { listConfig, listJson, listKeys, listPorts } from '../config/listing.ts';

export const command: CommandModule = {
  options: [
    { flags: '--ports', doc: 'every port in one table' },
    { flags: '--keys', doc: 'every key with what it takes, its default and its meaning' },
    { flags: '--json', doc: 'the effective values as JSON, secrets left out' },
  ],
  run({ loaded, config, options, print }) {
    if (options['keys'] === true) print(listKeys());
    else if (options['ports'] === true) print(listPorts(config));
    else if (options['json'] === true) print(listJson(config));
    else print(listConfig(loaded));
    return Promise.resolve();
  },
};
