import { expect, test } from '@jest/globals';
import type { Logger, Service } from '@atlasnet/schemas';
import { runServices } from './run.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A service that runs until it is stopped, or fails, and writes down its stop. */
class Probe implements Service {
  readonly #name: string;
  readonly #order: string[];
  #end: () => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  hangs = false;

  constructor(name: string, order: string[]) {
    this.#name = name;
    this.#order = order;
  }

  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
  }

  stop(): Promise<void> {
    this.#order.push(this.#name);
    if (this.hangs) return new Promise(() => undefined);
    this.#end();
    return Promise.resolve();
  }

  fail(): void {
    this.#fail(new Error(`${this.#name} broke`));
  }

  end(): void {
    this.#end();
  }
}

function pair() {
  const order: string[] = [];
  const first = new Probe('first', order);
  const second = new Probe('second', order);
  const services = [
    { name: 'first', service: first },
    { name: 'second', service: second },
  ];
  return { order, first, second, services };
}

const options = { logger: silent, stopLimitMs: 2000 };

test('a signal stops every service in order, the last first', async () => {
  const { order, services } = pair();
  const running = runServices(services, options);
  process.emit('SIGTERM', 'SIGTERM');
  await running;
  expect(order).toEqual(['second', 'first']);
  expect(process.listenerCount('SIGTERM')).toBe(0);
});

test('a failing service stops the others, and its error is the outcome', async () => {
  const { order, first, services } = pair();
  const running = runServices(services, options);
  first.fail();
  await expect(running).rejects.toThrow('first broke');
  expect(order).toEqual(['second', 'first']);
});

test('a service without an end of its own that ends stops the others; a finite one does not', async () => {
  const { order, first, second, services } = pair();
  const finite = services.map((entry, index) => ({ ...entry, finite: index === 0 }));
  const running = runServices(finite, options);
  first.end();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(order).toEqual([]);
  second.end();
  await running;
  expect(order).toEqual(['second', 'first']);
});

test('a stop that takes too long ends with an error that says so', async () => {
  const { first, services } = pair();
  first.hangs = true;
  const running = runServices(services, {
    ...options,
    stopLimitMs: 50,
    signal: AbortSignal.abort(),
  });
  await expect(running).rejects.toMatchObject({ code: 'ATLAS_STOP_TIMEOUT' });
});

test('a second signal ends the process at once', async () => {
  const { first, services } = pair();
  first.hangs = true;
  const codes: number[] = [];
  const running = runServices(services, {
    ...options,
    stopLimitMs: 100,
    endNow: (code) => codes.push(code),
  });
  process.emit('SIGINT', 'SIGINT');
  await Promise.resolve();
  process.emit('SIGINT', 'SIGINT');
  expect(codes).toEqual([130]);
  await expect(running).rejects.toMatchObject({ code: 'ATLAS_STOP_TIMEOUT' });
});

test('a process whose parent died before it began to look stops in order', async () => {
  const { order, services } = pair();
  // Whoever has this pid, it is not this process's parent any more.
  await runServices(services, { ...options, endWithParent: true, parentPid: process.pid });
  expect(order).toEqual(['second', 'first']);
});

test('a process whose parent lives goes on', async () => {
  const { order, first, services } = pair();
  const stop = new AbortController();
  const { signal } = stop;
  const running = runServices(services, {
    ...{ ...options, signal, endWithParent: true, parentPid: process.ppid },
  });
  await new Promise((done) => setTimeout(done, 1200));
  expect(order).toEqual([]);
  stop.abort();
  first.end();
  await running;
});

test('a process that leaves what it started to the next like it says so and stops in order', async () => {
  const { order, services } = pair();
  const running = runServices(services, { ...options, onLeave: () => order.push('left') });
  process.emit('SIGUSR2', 'SIGUSR2');
  await running;
  expect(order).toEqual(['left', 'second', 'first']);
});

test('a process that its parent left goes on as long as who started that one lives', async () => {
  for (const [grandparentPid, ends] of [
    [process.pid, false],
    // Above the largest pid that a system gives.
    [2 ** 30, true],
  ] as const) {
    const { order, first, services } = pair();
    const stop = new AbortController();
    // Whoever has this pid, it is not this process's parent any more.
    const parent = { endWithParent: true, parentPid: process.pid, grandparentPid };
    const running = runServices(services, { ...options, signal: stop.signal, ...parent });
    process.emit('SIGUSR2', 'SIGUSR2');
    await new Promise((done) => setTimeout(done, 1200));
    expect(order.length > 0).toBe(ends);
    stop.abort();
    if (!ends) first.end();
    await running;
  }
});
