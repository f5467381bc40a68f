import { expect, test } from '@jest/globals';
import { accountLines, accountOf, addAccount, withAccount } from './processor-account.ts';

/** A node of a profile: a call of a source file (its path in a compiled tree), and what it calls. */
function call(id: number, source: string, ...children: readonly number[]) {
  const url = source === '' ? '' : `file:///somewhere/${source}`;
  const callFrame = { functionName: source, scriptId: '0', url, lineNumber: 1, columnNumber: 0 };
  return { id, callFrame, children: [...children] };
}

test('an account says whose work it was, and where in it the processor was', () => {
  const collector = call(6, '');
  collector.callFrame.functionName = '(garbage collector)';
  const nodes = [
    call(1, '', 2, 6),
    call(2, 'infra/dist/adapters/simulated/simulation-kernel.js', 3),
    call(3, 'cluster/dist/shard/tick-loop.js', 4),
    call(4, 'schemas/dist/codec/state-hash.js', 5),
    call(5, 'node_modules/protobufjs/schemas/src/writer.js'),
    collector,
  ];
  const samples = [2, 3, 4, 5, 6];
  const timeDeltas = [1000, 2000, 3000, 4000, 5000];
  const account = accountOf({ nodes, samples, timeDeltas, startTime: 0, endTime: 15_000 });
  expect(account).toEqual(
    new Map([
      ['infra/adapters', new Map([['infra/adapters', 1]])],
      [
        'cluster/shard',
        new Map([
          ['cluster/shard', 2],
          ['schemas/codec', 7],
        ]),
      ],
      ['(garbage collector)', new Map([['(garbage collector)', 5]])],
    ]),
  );
});

test('an account is of what ran meanwhile', async () => {
  const { result, account } = await withAccount(async () => {
    const untilMs = performance.now() + 30;
    while (performance.now() < untilMs);
    return 7;
  });
  expect(result).toBe(7);
  const told = Array.from(account.values()).flatMap((places) => Array.from(places.values()));
  expect(told.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(20);
});

test('accounts add up, and are told by share with what is inside', () => {
  const sum = new Map<string, Map<string, number>>();
  const tick = new Map([
    ['cluster/game', 20],
    ['schemas/codec', 40],
  ]);
  addAccount(sum, new Map([['cluster/shard', tick]]));
  addAccount(
    sum,
    new Map([
      ['cluster/shard', tick],
      ['proxy/view', new Map([['proxy/view', 80]])],
    ]),
  );
  expect(accountLines(sum, 2000)).toEqual([
    '100 ms of the processor a simulated second:',
    ' 60.0 %  cluster/shard: schemas/codec 40.0 %, cluster/game 20.0 %',
    ' 40.0 %  proxy/view: proxy/view 40.0 %',
  ]);
});
