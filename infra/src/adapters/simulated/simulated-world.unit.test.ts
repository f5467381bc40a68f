import { expect, test } from '@jest/globals';
import { sleep } from '@atlasnet/schemas';
import type { PortCall } from './process-gate.ts';
import { SimulatedWorld } from './simulated-world.ts';
import type { SimulatedProcess } from './simulated-process.ts';

const SPEC = { partitions: 3, replicationFactor: 1, minInsyncReplicas: 1, recordBytesMax: 1000 };
const TOPIC = { ...SPEC, topic: 'w.frames' };

/** Appends a record every 50 ms and re-sends what is unknown (L3); counts its own time in it. */
async function writeFor(process: SimulatedProcess, partition: number): Promise<void> {
  await process.log.ensureTopic(TOPIC);
  for (let n = 0; ; n++) {
    const text = `${process.id} ${n} ${process.clock.monotonicMs()} ${process.random.bytes(2).join()}`;
    const record = new TextEncoder().encode(text);
    for (;;) {
      const outcome = await process.log.append(TOPIC.topic, partition, [record]);
      if (outcome.kind === 'acknowledged') break;
      await sleep(process.clock, 20);
    }
    await sleep(process.clock, 50);
  }
}

async function history(seed: number): Promise<{ digest: string; events: string }> {
  const world = new SimulatedWorld(seed);
  world.log.faultRates = { lostAcknowledgement: 0.01, late: 0.01, lost: 0.01, refused: 0.05 };
  const heard: string[] = [];
  const processes = ['a', 'b', 'c'].map((id) => world.process(id, { rate: 1.0001 }));
  for (const [index, process] of processes.entries()) void writeFor(process, index);
  const reader = world.process('reader');
  followAll(reader, heard);
  world.schedule(3000, () => processes[0]?.crash());
  world.schedule(4000, () => processes[1]?.pause());
  world.schedule(5000, () => processes[1]?.resume());
  world.schedule(6000, () => world.log.changeLeader(TOPIC.topic, 2, 500));
  await world.run(10_000);
  return { digest: world.log.digest(), events: heard.join('\n') };
}

function followAll(reader: SimulatedProcess, heard: string[]): void {
  void sleep(reader.clock, 100).then(() => {
    for (let partition = 0; partition < SPEC.partitions; partition++) {
      reader.log.follow({
        topic: TOPIC.topic,
        partition,
        fromOffset: 0,
        onRecords: async (records) => {
          await Promise.resolve();
          for (const record of records) {
            heard.push(`${reader.clock.monotonicMs()} ${partition}/${record.offset}`);
          }
        },
        onError: (error) => heard.push(error.code),
      });
    }
  });
}

test('one seed gives one history, another seed another', async () => {
  const first = await history(7);
  expect(first.events.split('\n').length).toBeGreaterThan(100);
  expect(await history(7)).toEqual(first);
  expect((await history(8)).digest).not.toBe(first.digest);
});

test('every promise that an event settles has come to rest before the next event', async () => {
  const world = new SimulatedWorld(1);
  const seen: string[] = [];
  for (let event = 0; event < 200; event++) {
    world.schedule(event, () => {
      const deep = async (depth: number): Promise<void> => {
        if (depth > 0) await deep(depth - 1);
        await Promise.resolve();
      };
      void deep(50).then(() => seen.push(`${event} at ${world.nowMs}`));
    });
  }
  await world.run(1000);
  expect(seen).toEqual(Array.from({ length: 200 }, (_, event) => `${event} at ${event}`));
  expect(world.nowMs).toBe(1000);
});

test('what an event throws ends the run', async () => {
  const world = new SimulatedWorld(1);
  world.schedule(5, () => {
    throw new Error('a bug');
  });
  await expect(world.run(10)).rejects.toThrow('a bug');
});

test('a crashed process gets no answer, no timer and no record; what it sent may still land', async () => {
  const world = new SimulatedWorld(3);
  const process = world.process('p');
  const answers: string[] = [];
  followAll(process, answers);
  void process.log.ensureTopic(TOPIC);
  await world.run(200);
  void process.log.append(TOPIC.topic, 0, [Uint8Array.of(1)]).then(() => answers.push('append'));
  process.clock.after(1, () => answers.push('timer'));
  void process.store.get('key').then(() => answers.push('store'));
  world.schedule(0.05, () => process.crash());
  await world.run(5000);
  expect(answers).toEqual([]);
  expect(world.log.records(TOPIC.topic, 0)).toHaveLength(1);
  void process.log.append(TOPIC.topic, 0, [Uint8Array.of(2)]).then(() => answers.push('after'));
  await world.run(9000);
  expect(world.log.records(TOPIC.topic, 0)).toHaveLength(1);
  expect(answers).toEqual([]);
});

test('a paused process finds everything that came meanwhile when it wakes, in order', async () => {
  const world = new SimulatedWorld(4);
  const process = world.process('p');
  const seen: number[] = [];
  for (let at = 100; at <= 1000; at += 100) process.clock.after(at, () => seen.push(world.nowMs));
  world.schedule(250, () => process.pause());
  world.schedule(750, () => process.resume());
  await world.run(2000);
  expect(seen).toEqual([100, 200, 750, 750, 750, 750, 750, 800, 900, 1000]);
});

test('whoever has read a partition to its end fetches once for each record that comes, and no more', async () => {
  const world = new SimulatedWorld(8);
  const process = world.process('p');
  void process.log.ensureTopic(TOPIC);
  await world.run(100);
  const heard: string[] = [];
  followAll(process, heard);
  await world.run(300);
  const partition = world.log.partition(TOPIC.topic, 0);
  const read = partition.read.bind(partition);
  let fetches = 0;
  partition.read = (...range) => {
    fetches += 1;
    return read(...range);
  };
  const records = 20;
  for (let n = 0; n < records; n++) {
    world.schedule(n * 100, () => void world.log.inject(TOPIC.topic, 0, Uint8Array.of(n)));
  }
  await world.run(5000);
  expect(heard).toHaveLength(records);
  expect(fetches).toBe(records);
});

test('a crash point before a call leaves nothing of it, one after it leaves all but the answer', async () => {
  for (const phase of ['before', 'after'] as const) {
    const world = new SimulatedWorld(5);
    const process = world.process('p');
    void process.log.ensureTopic(TOPIC);
    await world.run(100);
    let answered = false;
    process.onPortCall = (call) => {
      if (call.operation === 'append' && call.phase === phase) process.crash();
    };
    void process.log.append(TOPIC.topic, 1, [Uint8Array.of(9)]).then(() => (answered = true));
    await world.run(5000);
    expect(answered).toBe(false);
    expect(world.log.records(TOPIC.topic, 1)).toHaveLength(phase === 'before' ? 0 : 1);
  }
});

test('who watches a port is told its calls alone, and what happens is the same whoever watches', async () => {
  const log = ['log after', 'log before'];
  const watched: [ReadonlySet<PortCall['port']> | null, string[]][] = [
    [new Set(['log']), log],
    [new Set(['store']), []],
    [null, ['clock after', 'clock before', ...log]],
  ];
  const digests = new Set<string>();
  for (const [ports, told] of watched) {
    const world = new SimulatedWorld(5);
    const process = world.process('p');
    const seen = new Set<string>();
    process.watch(({ port, phase }) => void seen.add(`${port} ${phase}`), ports);
    void writeFor(process, 0);
    await world.run(2000);
    expect(Array.from(seen).sort()).toEqual(told);
    digests.add(world.log.digest());
  }
  expect(digests.size).toBe(1);
});

test('[L3] each append fault does what it says', async () => {
  const unkept = { lost: 0, refused: 0, 'too-large': 0 };
  const kept = { 'lost-acknowledgement': 1, late: 1, copy: 2, slow: 1, ...unkept };
  const told = {
    'lost-acknowledgement': 'unknown',
    late: 'unknown',
    copy: 'acknowledged',
    lost: 'unknown',
    refused: 'refused',
    'too-large': 'refused',
    slow: 'acknowledged',
  };
  for (const kind of Object.keys(kept) as (keyof typeof kept)[]) {
    const world = new SimulatedWorld(6);
    const process = world.process('p');
    void process.log.ensureTopic(TOPIC);
    await world.run(100);
    world.log.appendFault = () => ({ kind, delayMs: 300 });
    let outcome = '';
    const append = process.log.append(TOPIC.topic, 0, [Uint8Array.of(1)]);
    void append.then((result) => (outcome = result.kind));
    await world.run(5000);
    expect([kind, outcome]).toEqual([kind, told[kind]]);
    expect(world.log.records(TOPIC.topic, 0)).toHaveLength(kept[kind]);
  }
});

test('a way cut in one direction keeps the record and loses the answer, or the request', async () => {
  for (const [from, to, kept] of [
    ['p', 'log', 0],
    ['log', 'p', 1],
  ] as const) {
    const world = new SimulatedWorld(6);
    const process = world.process('p');
    void process.log.ensureTopic(TOPIC);
    await world.run(100);
    world.network.cut(from, to);
    let outcome = '';
    const append = process.log.append(TOPIC.topic, 0, [Uint8Array.of(1)]);
    void append.then((result) => (outcome = result.kind));
    await world.run(5000);
    expect(outcome).toBe('unknown');
    expect(world.log.records(TOPIC.topic, 0)).toHaveLength(kept);
  }
});

test('a spawned process runs its program, gets SIGTERM and SIGKILL, and its parent hears of it', async () => {
  const world = new SimulatedWorld(9);
  const started: string[] = [];
  world.program('shard', (process, overrides) => {
    started.push(overrides['key'] ?? '');
    process.onTerminate(() => process.exit(0));
  });
  const parent = world.process('watchdog');
  const exits: unknown[] = [];
  const first = parent.processControl.spawn('shard', { key: 'one' });
  const second = parent.processControl.spawn('shard', { key: 'two' });
  for (const child of [first, second]) void child.exited.then((exit) => exits.push(exit));
  world.schedule(1000, () => first.kill('SIGTERM'));
  world.schedule(2000, () => second.kill('SIGKILL'));
  await world.run(3000);
  expect(started).toEqual(['one', 'two']);
  expect(exits).toEqual([
    { code: 0, signal: null },
    { code: null, signal: 'SIGKILL' },
  ]);
});

test('clocks drift, step and leap', async () => {
  const world = new SimulatedWorld(1);
  const { clock } = world.process('p', { rate: 1.5, monotonicStartMs: 500 });
  const fired: number[] = [];
  clock.after(150, () => fired.push(world.nowMs));
  const wall = clock.wallMs();
  await world.run(1000);
  expect(clock.monotonicMs()).toBe(2000);
  expect(fired).toEqual([100]);
  clock.stepWall(3_600_000);
  expect(clock.wallMs() - wall).toBe(3_601_500);
  clock.leap(1000);
  expect(clock.monotonicMs()).toBe(3000);
});

test('a link that breaks while word of it is on its way opens and closes, as over TCP', async () => {
  const world = new SimulatedWorld(3);
  const told: string[] = [];
  const handlersOf = (end: string) => ({
    message: () => undefined,
    closed: (reason: string) => told.push(`${end}: ${reason}`),
  });
  let address = '';
  const bind = { host: 'server', port: 0 };
  const accepting = world.process('server').interlink.listen(bind, () => {
    told.push('accepted');
    world.schedule(0, () => world.links.dropAll('server'));
    return handlersOf('server');
  });
  void accepting.then((listener) => (address = listener.address));
  await world.run(10);
  const connecting = world.process('client').interlink.connect(address, () => {
    told.push('opened');
    return handlersOf('client');
  });
  let sends: boolean | null = null;
  void connecting.then((link) => (sends = link.send(Uint8Array.of(1))));
  await world.run(100);
  expect(told).toEqual([
    ...['accepted', 'server: the connection broke'],
    ...['opened', 'client: the connection broke'],
  ]);
  expect(sends).toBe(false);
});
