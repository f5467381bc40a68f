import { expect, test } from '@jest/globals';
import { StreamEndpoint } from './stream-endpoint.ts';

function pair(receiveReliableBytesMax?: number): {
  from: StreamEndpoint;
  to: StreamEndpoint;
  told: string[];
  flush(this: void, nowMs: number): void;
} {
  const told: string[] = [];
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  const from = new StreamEndpoint({
    sendBytesPerSecond: 1000,
    sendBurstBytes: 100,
    handlers: {
      reliable: () => undefined,
      unreliable: () => undefined,
      delivered: (channel, message) => void told.push(`delivered ${channel} ${message}`),
      lost: (channel, message) => void told.push(`lost ${channel} ${message}`),
    },
  });
  const to = new StreamEndpoint({
    ...(receiveReliableBytesMax === undefined ? {} : { receiveReliableBytesMax }),
    handlers: {
      reliable: (bytes) => void told.push(`reliable ${text(bytes)}`),
      unreliable: (channel, bytes) => void told.push(`unreliable ${channel} ${text(bytes)}`),
    },
  });
  return {
    from,
    to,
    told,
    flush: (nowMs) =>
      from.flush(nowMs, (bytes, start, end) => to.receive(bytes.slice(start, end), nowMs)),
  };
}

test('over a stream messages pass through, and on a channel the latest wins', () => {
  const { from, told, flush } = pair();
  from.sendReliable(Buffer.from('one'));
  from.sendUnreliable(31, Buffer.from('old'));
  from.sendUnreliable(31, Buffer.from('new'));
  from.sendReliable(Buffer.from('two'));
  flush(0);
  expect(told).toEqual([
    'lost 31 0',
    'reliable one',
    'reliable two',
    'unreliable 31 new',
    'delivered 31 1',
  ]);
});

test('while the stream is congested or the budget is overdrawn, views wait', () => {
  const { from, told, flush } = pair();
  from.congested = true;
  from.sendUnreliable(0, Buffer.from('a'));
  flush(0);
  expect(told).toEqual([]);
  from.congested = false;
  from.sendReliable(Buffer.alloc(200, 'x'));
  flush(0);
  expect(told.length).toBe(1);
  flush(200);
  expect(told.at(-1)).toBe('delivered 0 0');
});

test('a stream peer that breaks the rules is counted or let go', () => {
  const { to } = pair(10);
  to.receive(new Uint8Array(0), 0);
  to.receive(Uint8Array.of(7, 1), 0);
  expect(to.stats.malformed).toBe(2);
  to.receive(Uint8Array.of(2, ...new Uint8Array(11)), 0);
  expect(to.failed).toContain('limit');
});
