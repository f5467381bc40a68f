import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { AtlasError } from '@atlasnet/schemas';
import {
  endProcess,
  findValkey,
  makeCertificate,
  pauseProcess,
  signal,
  startValkeyProcess,
} from '../../dev-services/index.ts';
import { stateStoreContract } from '../../testing/state-store-contract.ts';
import type { ValkeyOptions } from './index.ts';
import { ValkeyStateStore } from './index.ts';

const command = findValkey() ?? 'valkey-server';
const directories: string[] = [];
const servers: Awaited<ReturnType<typeof startValkeyProcess>>[] = [];

async function serve(
  settings: readonly string[] = [],
  port?: number,
): Promise<(typeof servers)[number]> {
  const directory = mkdtempSync(join(tmpdir(), 'atlasnet-valkey-test-'));
  directories.push(directory);
  const server = await startValkeyProcess(command, {
    directory,
    detached: false,
    settings,
    ...(port === undefined ? {} : { port }),
  });
  servers.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(servers.map(({ process }) => endProcess(process)));
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

let contractAddress = '';
beforeAll(async () => {
  contractAddress = (await serve()).address;
});

stateStoreContract('Valkey', () => {
  const [store, second] = [1, 2].map(() => new ValkeyStateStore({ address: contractAddress }));
  if (store === undefined || second === undefined) throw new Error('no store');
  const close = async (): Promise<void> => {
    await store.close();
    await second.close();
  };
  return Promise.resolve({ store, second, close });
});

describe('the store on Valkey', () => {
  let address = '';
  beforeAll(async () => {
    ({ address } = await serve());
  });

  async function withStore(
    work: (store: ValkeyStateStore) => Promise<void>,
    options: Partial<ValkeyOptions> = {},
  ): Promise<void> {
    const store = new ValkeyStateStore({ address, ...options });
    try {
      await work(store);
    } finally {
      await store.close();
    }
  }

  test('values come back byte for byte, and are gone when deleted or out of time', async () => {
    await withStore(async (store) => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.set('a', bytes);
      await store.set('empty', new Uint8Array(0));
      await store.set('short', bytes, { ttlMs: 50 });
      expect(await store.get('a')).toEqual(bytes);
      expect(await store.get('empty')).toEqual(new Uint8Array(0));
      expect(await store.getMany(['a', 'none', 'empty'])).toEqual([bytes, null, new Uint8Array(0)]);
      expect(await store.getMany([])).toEqual([]);
      await delay(100);
      expect(await store.get('short')).toBeNull();
      await store.delete('a');
      await store.delete('a');
      expect(await store.get('a')).toBeNull();
    });
  });

  test('of many that compare and set at once exactly one wins, in every round', async () => {
    const stores = range(4).map(() => new ValkeyStateStore({ address }));
    const rounds = 50;
    let holder: Uint8Array | null = null;
    for (const round of range(rounds)) {
      const expected: Uint8Array | null = holder;
      const won = await Promise.all(
        stores.map((store, index) =>
          store.compareAndSet('lease', expected, Uint8Array.of(round, index)),
        ),
      );
      expect(won.filter(Boolean).length).toBe(1);
      holder = Uint8Array.of(round, won.indexOf(true));
      expect(await stores[0]?.get('lease')).toEqual(holder);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  test('compare and set tells nothing from empty, deletes, and sets a time to live', async () => {
    await withStore(async (store) => {
      const empty = new Uint8Array(0);
      expect(await store.compareAndSet('c', empty, Uint8Array.of(1))).toBe(false);
      expect(await store.compareAndSet('c', null, empty)).toBe(true);
      expect(await store.compareAndSet('c', null, Uint8Array.of(1))).toBe(false);
      expect(await store.compareAndSet('c', empty, Uint8Array.of(255, 0), { ttlMs: 50 })).toBe(
        true,
      );
      expect(await store.compareAndSet('c', Uint8Array.of(255, 1), null)).toBe(false);
      await delay(100);
      expect(await store.get('c')).toBeNull();
      expect(await store.compareAndSet('c', null, Uint8Array.of(2))).toBe(true);
      expect(await store.compareAndSet('c', Uint8Array.of(2), null)).toBe(true);
      expect(await store.get('c')).toBeNull();
    });
  });

  test('keys are found by a prefix that may hold a pattern’s characters, up to a limit', async () => {
    await withStore(async (store) => {
      for (const index of range(30)) await store.set(`w[*]?/${index}`, Uint8Array.of(index));
      await store.set('wa/1', Uint8Array.of(1));
      expect((await store.keys('w[*]?/', 100)).length).toBe(30);
      expect((await store.keys('w[*]?/', 7)).length).toBe(7);
      expect(await store.keys('wa', 100)).toEqual(['wa/1']);
    });
  });

  test('a password or an ACL user that is wrong or missing is denied', async () => {
    const guarded = await serve(['requirepass secret', 'user shard on >pw ~w:* +@all']);
    const place = { address: guarded.address };
    await withStore(
      async (store) => void (await expectCode(store.get('w:a'), 'ATLAS_STORE_DENIED')),
      place,
    );
    await withStore(
      async (store) => void (await expectCode(store.get('w:a'), 'ATLAS_STORE_DENIED')),
      {
        ...place,
        password: 'wrong',
      },
    );
    await withStore(async (store) => store.set('a', Uint8Array.of(1)), {
      ...place,
      password: 'secret',
    });
    const user = { ...place, username: 'shard', password: 'pw' };
    await withStore(async (store) => {
      await store.set('w:a', Uint8Array.of(1));
      expect(await store.compareAndSet('w:a', Uint8Array.of(1), null)).toBe(true);
      await expectCode(store.get('other'), 'ATLAS_STORE_DENIED');
    }, user);
    await withStore(async (store) => store.set('w:b', Uint8Array.of(1)), {
      address: `redis://shard:pw@${guarded.address}/0`,
    });
  });

  test('TLS is used, and a stranger’s certificate is refused', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'atlasnet-valkey-tls-'));
    directories.push(directory);
    const { certificateFile, keyFile, pem } = makeCertificate(directory);
    const port = 1 + Number((await serve()).address.split(':')[1]);
    await serve([
      `tls-port ${port}`,
      `tls-cert-file ${certificateFile}`,
      `tls-key-file ${keyFile}`,
      'tls-auth-clients no',
    ]);
    const options = { address: `rediss://127.0.0.1:${port}` };
    await withStore(
      async (store) => {
        await store.set('t', Uint8Array.of(7));
        expect(await store.get('t')).toEqual(Uint8Array.of(7));
      },
      { ...options, tls: { ca: pem } },
    );
    await withStore(async (store) => {
      await expectCode(store.get('t'), 'ATLAS_STORE_UNREACHABLE');
    }, options);
  });

  test('a store that is not there, or stands still, is unreachable within the limit', async () => {
    await withStore(
      async (store) => {
        const began = Date.now();
        const error = await expectCode(store.get('a'), 'ATLAS_STORE_UNREACHABLE');
        expect(error.message).toContain('127.0.0.1:9');
        expect(Date.now() - began).toBeLessThan(4000);
      },
      { address: '127.0.0.1:9' },
    );
    const server = await serve();
    await withStore(
      async (store) => {
        await store.set('a', Uint8Array.of(1));
        await pauseProcess(server.process);
        const began = Date.now();
        const many = range(5000).map(() => codeOf(store.get('a')));
        const codes = new Set((await Promise.all(many)).map(({ code }) => code));
        expect([...codes]).toEqual(['ATLAS_STORE_UNREACHABLE']);
        expect(Date.now() - began).toBeLessThan(6000);
        signal(server.process, 'SIGCONT');
        await untilWorks(() => store.get('a'));
        expect(await store.get('a')).toEqual(Uint8Array.of(1));
      },
      { address: server.address },
    );
  });

  test('a store that comes back empty is used again', async () => {
    const server = await serve();
    await withStore(
      async (store) => {
        await store.set('a', Uint8Array.of(1));
        await endProcess(server.process);
        await expectCode(store.get('a'), 'ATLAS_STORE_UNREACHABLE');
        await serve([], Number(server.address.split(':')[1]));
        await untilWorks(() => store.get('a'));
        expect(await store.get('a')).toBeNull();
      },
      { address: server.address },
    );
  });
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

async function codeOf(work: Promise<unknown>): Promise<AtlasError> {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof AtlasError) return error;
  throw error;
}

async function expectCode(work: Promise<unknown>, code: string): Promise<AtlasError> {
  const error = await codeOf(work);
  expect(error.code).toBe(code);
  return error;
}

async function untilWorks(work: () => Promise<unknown>): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await delay(50);
    }
  }
}
