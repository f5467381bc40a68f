import { expect, test } from '@jest/globals';
import { AtlasError, ERROR_CODES } from '@atlasnet/schemas';
import type { CommandContext, CommandEntry } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { main } from './main.ts';

const seen: CommandContext[] = [];
const commands: readonly CommandEntry[] = [
  {
    name: 'probe',
    summary: 'records what it is called with',
    load: () =>
      Promise.resolve({
        command: {
          arguments: [{ name: '[what...]', doc: 'anything' }],
          options: [{ flags: '--fresh', doc: 'start anew' }],
          run: (context) => {
            seen.push(context);
            return Promise.resolve();
          },
        },
      }),
  },
  {
    name: 'fail',
    summary: 'fails',
    load: () =>
      Promise.resolve({
        command: {
          run: () =>
            Promise.reject(
              new AtlasError('ATLAS_PORT_IN_USE', 'port 3000 is in use', { hint: 'give another' }),
            ),
        },
      }),
  },
];

async function run(words: readonly string[], table = commands) {
  const printed = { out: '', error: '' };
  const code = await main(
    words,
    {
      out: (text) => (printed.out += text),
      error: (text) => (printed.error += text),
      env: {},
    },
    table,
  );
  return { code, ...printed };
}

test('configuration flags go to the configuration, the rest to the command', async () => {
  const words = ['probe', 'a', '--log.driver', 'kafkajs', '--fresh', '--watchdog.spawn=false', 'b'];
  expect(await run(words)).toMatchObject({ code: 0, error: '' });
  const context = seen.at(-1);
  expect(context?.args).toEqual(['a', 'b']);
  expect(context?.options['fresh']).toBe(true);
  expect(context?.config.log.driver).toBe('kafkajs');
  expect(context?.config.watchdog.spawn).toBe(false);
});

test("an example's flags need no prefix, and the command's own come first", async () => {
  const words = ['probe', '--example', 'traffic', '--trace', 'x.csv', '--speed=2', '--fresh'];
  expect(await run([...words, '--loop', 'a'])).toMatchObject({ code: 0, error: '' });
  const context = seen.at(-1);
  expect(context?.config.example).toMatchObject({ trace: 'x.csv', speed: 2, loop: true });
  expect(context?.options['fresh']).toBe(true);
  expect(context?.args).toEqual(['a']);

  const without = await run(['probe', '--trace', 'x.csv']);
  expect(without).toMatchObject({ code: ERROR_CODES.ATLAS_USAGE.exitCode });
});

test('an unknown flag, command or missing value ends with a suggestion and exit code 2', async () => {
  const flag = await run(['probe', '--frseh']);
  expect(flag.code).toBe(2);
  expect(flag.error).toMatch(/^ATLAS_USAGE: .*--frseh.*Did you mean --fresh/);
  const name = await run(['prbe']);
  expect(name).toMatchObject({ code: 2 });
  expect(name.error).toContain('did you mean probe?');
  expect((await run(['probe', '--log.driver'])).error).toContain('--log.driver needs a value');
  expect((await run(['probe', '--log.drivr', 'x'])).error).toContain('did you mean log.driver?');
  expect((await run(['probe', '--example', 'nothing'])).code).toBe(2);
});

test("a failing command prints one sentence and ends with its code's exit code", async () => {
  expect(await run(['fail'])).toEqual({
    code: ERROR_CODES.ATLAS_PORT_IN_USE.exitCode,
    out: '',
    error: 'ATLAS_PORT_IN_USE: port 3000 is in use. Give another.\n',
  });
});

test('help of the program and of each real command comes without an error', async () => {
  const overview = await run(['--help'], COMMANDS);
  expect(overview.code).toBe(0);
  expect(overview.out).toContain('config');
  const config = await run(['config', '--help'], COMMANDS);
  expect(config).toMatchObject({ code: 0, error: '' });
  expect(config.out).toContain('--ports');
  expect((await run(['config', '--ports'], COMMANDS)).out).toContain('2555');
});
