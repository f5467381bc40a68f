import { servicesCommand } from '../../dev-services/services-command.ts';
import type { CommandModule } from '../command.ts';
import { ROOT } from '../root.ts';

export const command: CommandModule = {
  arguments: [{ name: '[action]', doc: 'start (default), stop' }],
  options: [{ flags: '--brokers <n>', doc: 'nodes of Kafka, 1 or 3', initial: '1' }],
  run: ({ args, options }) =>
    servicesCommand(ROOT, [...args, '--brokers', String(options['brokers'])]),
};
