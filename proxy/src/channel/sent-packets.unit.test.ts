import { expect, test } from '@jest/globals';
import { makeEndpointStats } from './message-endpoint.ts';
import { SentPackets } from './sent-packets.ts';

/** What became of chunks and messages, in the order in which it was told. */
function makeSent(): { sent: SentPackets; acked: string[]; lost: string[] } {
  const acked: string[] = [];
  const lost: string[] = [];
  const sent = new SentPackets({
    stats: makeEndpointStats(),
    chunks: {
      ack: (chunk) => void acked.push(`chunk ${chunk}`),
      lost: (chunk, packet) => void lost.push(`chunk ${chunk} of ${packet}`),
    },
    messages: {
      delivered: (channel, message) => void acked.push(`${channel}: ${message}`),
      lost: (channel, message) => void lost.push(`${channel}: ${message}`),
    },
  });
  return { sent, acked, lost };
}

test('packets under way are all remembered, however many come before the first is acknowledged', () => {
  const { sent, acked, lost } = makeSent();
  const numbers = Array.from({ length: 1000 }, () => {
    const packet = sent.add(0);
    sent.carryMessage(1, packet + 7);
    return packet;
  });
  expect(numbers).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  for (const number of numbers) sent.ack(number);
  expect(acked).toEqual(numbers.map((number) => `1: ${number + 7}`));
  expect(lost).toEqual([]);
});

test('the oldest is given up when more are under way than are ever remembered, once', () => {
  const { sent, acked, lost } = makeSent();
  for (let i = 0; i < 1100; i++) sent.carryMessage(0, sent.add(0));
  const given = Array.from({ length: 1100 - 1024 }, (_, i) => `0: ${i}`);
  expect(lost).toEqual(given);
  for (let number = 0; number < 1100; number++) sent.ack(number);
  expect(acked).toHaveLength(1024);
  expect(acked[0]).toBe(`0: ${1100 - 1024}`);
  sent.detectLoss(10_000);
  expect(lost).toEqual(given);
});

test('all that a packet carries has its fate: chunks first, then messages in their order', () => {
  const { sent, acked, lost } = makeSent();
  for (let packet = 0; packet < 2; packet++) {
    sent.add(0);
    sent.carryChunk(packet * 2);
    sent.carryChunk(packet * 2 + 1);
    for (let channel = 1; channel <= 3; channel++)
      sent.carryMessage(channel, packet * 10 + channel);
  }
  sent.ack(1);
  sent.ack(1);
  expect(acked).toEqual(['chunk 2', 'chunk 3', '1: 11', '2: 12', '3: 13']);
  sent.detectLoss(10_000);
  sent.ack(0);
  expect(lost).toEqual(['chunk 0 of 0', 'chunk 1 of 0', '1: 1', '2: 2', '3: 3']);
  expect(acked).toHaveLength(5);
});

test('a message in fragments is delivered with the last of them, and lost with the first, once', () => {
  const { sent, acked, lost } = makeSent();
  for (let message = 0; message < 2; message++) {
    const fate = { left: 3 };
    for (let i = 0; i < 3; i++) {
      sent.add(0);
      sent.carryFragment(4, message, fate);
    }
  }
  for (const number of [2, 0]) sent.ack(number);
  expect(acked).toEqual([]);
  sent.ack(1);
  expect(acked).toEqual(['4: 0']);
  sent.ack(3);
  sent.detectLoss(10_000);
  expect(acked).toEqual(['4: 0']);
  expect(lost).toEqual(['4: 1']);
});
