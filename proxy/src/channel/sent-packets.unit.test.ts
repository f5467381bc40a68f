import { expect, test } from '@jest/globals';
import { makeEndpointStats } from './message-endpoint.ts';
import { SentPackets } from './sent-packets.ts';

function makeSent(): { sent: SentPackets; acked: number[]; lost: number[] } {
  const acked: number[] = [];
  const lost: number[] = [];
  const sent = new SentPackets(makeEndpointStats(), {
    acked: ({ number }) => acked.push(number),
    lost: ({ number }) => lost.push(number),
  });
  return { sent, acked, lost };
}

test('packets under way are all remembered, however many come before the first is acknowledged', () => {
  const { sent, acked, lost } = makeSent();
  const numbers = Array.from({ length: 1000 }, () => {
    const packet = sent.add(0);
    packet.addMessage(0, packet.number + 7);
    return packet.number;
  });
  expect(numbers).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  for (const number of numbers) sent.ack(number);
  expect(acked).toEqual(numbers);
  expect(lost).toEqual([]);
});

test('the oldest is given up when more are under way than are ever remembered, once', () => {
  const { sent, acked, lost } = makeSent();
  for (let i = 0; i < 1100; i++) sent.add(0);
  const given = Array.from({ length: 1100 - 1024 }, (_, i) => i);
  expect(lost).toEqual(given);
  for (let number = 0; number < 1100; number++) sent.ack(number);
  expect(acked).toHaveLength(1024);
  expect(acked[0]).toBe(1100 - 1024);
  sent.detectLoss(10_000);
  expect(lost).toEqual(given);
});
