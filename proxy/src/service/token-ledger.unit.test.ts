import { expect, test } from '@jest/globals';
import { processId } from '@atlasnet/schemas';
import type { Clock, IncarnationId } from '@atlasnet/schemas';
import { MemoryLog } from '../testing/memory-log.ts';
import { NetcodeWorld, START_UNIX_MS } from '../testing/netcode-world.ts';
import { TokenLedger } from './token-ledger.ts';

const HOUR_MS = 3_600_000;
const INCARNATION = '00'.repeat(16) as IncarnationId;

/** A proxy's ledger on a log. Its clocks are wound by hand. */
function ledgerOn(log: MemoryLog, process: string, time: { nowMs: number; unixMs: number }) {
  const clock: Clock = {
    monotonicMs: () => time.nowMs,
    wallMs: () => time.unixMs,
    after: () => () => undefined,
  };
  return new TokenLedger({
    ...{ log, clock, topic: 'sessions', partitions: 2, incarnation: INCARNATION },
    process: processId(process.repeat(8)),
    failed: (error) => {
      throw error;
    },
  });
}

const token = (n: number): string => n.toString(16).padStart(32, '0');

test('[S3] a token is good until somebody has a slot by it, and then for nobody, here or elsewhere', async () => {
  const log = new MemoryLog();
  const time = { nowMs: 1, unixMs: START_UNIX_MS };
  const expires = START_UNIX_MS / 1000 + 30;
  const [own, other] = [ledgerOn(log, '01', time), ledgerOn(log, '02', time)];
  expect(await own.consume(token(1), expires)).toBe(true);
  // What came of the first use is not known: the same client asks again.
  expect(await own.consume(token(1), expires)).toBe(true);
  expect(await other.consume(token(1), expires)).toBe(false);
  own.give(token(1));
  expect(await own.consume(token(1), expires)).toBe(false);
  expect(await other.consume(token(1), expires)).toBe(false);
  expect(await other.consume(token(2), expires)).toBe(true);
  own.stop();
  other.stop();
});

test('[S3] a wall clock that is set ahead and back makes no token good again', async () => {
  const time = { nowMs: 1, unixMs: START_UNIX_MS };
  const ledger = ledgerOn(new MemoryLog(), '01', time);
  const world = new NetcodeWorld(41, undefined, {
    consumeToken: (id, expires) => ledger.consume(id, expires),
    gaveSlot: (id) => ledger.give(id),
  });
  const bytes = world.token(1);
  const first = world.addClient(bytes);
  await world.run(500);
  expect(first.client.state).toBe('connected');
  first.client.disconnect(world.nowMs);
  await world.run(100);
  // All that is known of used tokens is forgotten: their time is over, as it seems.
  world.nowMs += 2000;
  time.nowMs += 2600;
  time.unixMs += HOUR_MS;
  world.server.update(world.nowMs, world.unixMs + HOUR_MS);
  expect(await ledger.consume(token(3), (time.unixMs + HOUR_MS) / 1000)).toBe(true);
  time.unixMs -= HOUR_MS;
  const again = world.addClient(bytes);
  await world.run(1000);
  expect(world.connected).toHaveLength(1);
  expect(again.client.state).toBe('connection-denied');
  ledger.stop();
});
