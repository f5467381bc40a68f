import { expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcessControl } from './child-process-control.ts';

const SCRIPT = `
console.log(process.argv[2], process.env.ATLASNET_SHARDS_COUNT, process.env.ATLASNET_EXTRA);
console.error('to stderr');
if (process.argv[2] === 'short') process.exit(7);
setInterval(() => {}, 1000);
`;

function control() {
  const script = join(mkdtempSync(join(tmpdir(), 'atlasnet-child-')), 'child.cjs');
  writeFileSync(script, SCRIPT);
  const lines: string[] = [];
  let heard: () => void = () => undefined;
  const processes = new ChildProcessControl({
    script,
    env: { ...process.env, ATLASNET_SHARDS_COUNT: '1' },
    envNameOf: (key) => `ATLASNET_${key.replace('.', '_').toUpperCase()}`,
    print: (line, stream) => {
      lines.push(`${stream} ${line}`);
      heard();
    },
  });
  const linesReach = async (count: number) => {
    while (lines.length < count) await new Promise<void>((resolve) => (heard = resolve));
  };
  return { processes, lines, linesReach };
}

test('a child gets its overrides as environment, and its lines come out prefixed', async () => {
  const { processes, lines, linesReach } = control();
  const child = processes.spawn('short', { 'shards.count': '9', ATLASNET_EXTRA: 'x' });
  expect(await child.exited).toEqual({ code: 7, signal: null });
  await linesReach(2);
  expect(lines.toSorted()).toEqual([
    `stderr [short ${child.pid}] to stderr`,
    `stdout [short ${child.pid}] short 9 x`,
  ]);
});

test('a killed child is seen to be gone, and killAll leaves none', async () => {
  const { processes, linesReach } = control();
  const first = processes.spawn('long', {});
  const second = processes.spawn('long', {});
  await linesReach(4);
  first.kill('SIGKILL');
  expect(await first.exited).toEqual({ code: null, signal: 'SIGKILL' });
  processes.killAll();
  expect(await second.exited).toEqual({ code: null, signal: 'SIGKILL' });
});
