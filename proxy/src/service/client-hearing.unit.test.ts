import { expect, test } from '@jest/globals';
import {
  EntityTable,
  InputColumnReader,
  clientMessages,
  encodeMessage,
  packInput,
  regionId,
  sessionId,
} from '@atlasnet/schemas';
import type { Clock } from '@atlasnet/schemas';
import { ChannelEndpoint } from '../channel/channel-endpoint.ts';
import { CLIENT_PROTOCOL } from '../client-protocol.ts';
import { viewWorld } from '../testing/view-bench-world.ts';
import { ClientView } from '../view/client-view.ts';
import { ViewScratch } from '../view/view-scratch.ts';
import { ViewSource } from '../view/view-source.ts';
import { ClientHearing } from './client-hearing.ts';
import { ClientSession } from './client-session.ts';
import { SERVICE_LIMITS } from './limits.ts';
import type { LinkBody } from './owner-links.ts';
import { SessionCourier } from './session-courier.ts';

type Said = Parameters<typeof clientMessages.ClientMessage.encode>[0];

const REGION = regionId(0);
const COMMANDS_PER_SECOND = 60;
const { messagesPerSecond, commandsPerSession, commandBytesPerSession } = SERVICE_LIMITS;

/** One client that has joined, on a clock that is wound by hand, and what comes of what it says. */
class Bench {
  nowMs = 0;
  readonly refused: Record<string, number> = {};
  readonly ended: string[] = [];
  /** To the region. */
  readonly sent: LinkBody[] = [];
  readonly session: ClientSession;
  readonly #clock: Clock = {
    monotonicMs: () => this.nowMs,
    wallMs: () => 0,
    after: () => () => undefined,
  };
  readonly #courier = new SessionCourier(this.#clock, 50, (_, body) => this.sent.push(body));
  readonly #hearing: ClientHearing;

  constructor(resume = false) {
    const source = new ViewSource(new EntityTable(viewWorld), 60);
    this.session = new ClientSession({
      claims: { account: 'somebody', session: sessionId(5), generation: 1 },
      endpoint: new ChannelEndpoint({
        handlers: { reliable: () => undefined, unreliable: () => undefined },
      }),
      view: new ClientView(new ViewScratch(source), 60),
      homeCount: 1,
      port: { courier: this.#courier, end: (_, code, text) => this.ended.push(`${code}: ${text}`) },
      nowMs: 0,
      commandsPerSecondMax: COMMANDS_PER_SECOND,
    });
    const { nowMs: worldMs } = this;
    this.#hearing = new ClientHearing(
      {
        ...{ clock: this.#clock, schema: viewWorld, world: 'views', viewRadiusM: 60 },
        ...{ worldMs: () => worldMs, resumed: () => undefined },
      },
      { add: (count = 1, { reason = '' } = {}) => this.#count(reason, count) },
    );
    const hint = { tick: 1, avatar: 0, position: [] };
    const join = { protocol: CLIENT_PROTOCOL, worldSchemaHash: viewWorld.hash };
    this.say({ join: resume ? { ...join, resume: hint } : join });
    this.acknowledge(0);
  }

  say(body: Said): void {
    this.#hearing.reliable(this.session, encodeMessage(clientMessages.ClientMessage, body));
  }

  command(number: number, bytes = 4): void {
    this.say({ command: { number, kind: 0, payload: new Uint8Array(bytes) } });
  }

  input(sequence: number): void {
    const input = packInput({ sequence, afterCommand: 0, kind: 0 }, new Uint8Array(8));
    this.#hearing.input(this.session, input);
  }

  /** The region says that it has applied the session's commands up to this one. */
  acknowledge(commandNumber: number): void {
    const who = { session: 5, account: '', generation: 1, avatar: 0, home: 0, status: 1 };
    const state = { ...who, commandNumber, inputSequence: 0, sinceTick: 0, game: new Uint8Array() };
    const told = { answers: [], answeredAfter: 0, refusal: 0, removed: false };
    this.session.heard(REGION, { session: 5, ...told, commandNumber, state }, null, this.nowMs);
  }

  /** What went to the region until now, and is not asked for again. */
  take(): LinkBody[] {
    this.#courier.flush();
    return this.sent.splice(0);
  }

  #count(reason: string, count: number): void {
    this.refused[reason] = (this.refused[reason] ?? 0) + count;
  }
}

test('[S2] commands begin with 1 and have no gap; whoever leaves one out is let go, and nothing of it is kept', () => {
  for (const numbers of [[2], [1, 2, 4], [1, 1_000_000]]) {
    const bench = new Bench();
    for (const number of numbers) bench.command(number);
    expect(bench.refused).toEqual({ 'command-gap': 1 });
    expect(bench.ended).toEqual(['ATLAS_COMMAND_REFUSED: commands are numbered without a gap']);
    expect(bench.session.waiting).toBe(numbers.length - 1);
  }
});

test('[S2] a client that goes on here begins with the oldest that nobody acknowledged, and goes on from there', () => {
  const bench = new Bench(true);
  for (const number of [7, 8, 8, 7, 9]) bench.command(number);
  expect(bench.session.waiting).toBe(3);
  expect(bench.ended).toEqual([]);
  bench.command(11);
  expect(bench.refused).toEqual({ 'command-gap': 1 });
});

test('commands that wait are bounded by their bytes as well, and there is room again once they are acknowledged', () => {
  const bench = new Bench();
  const bytes = 16_000;
  const most = Math.floor(commandBytesPerSession / bytes);
  let number = 0;
  for (let round = 0; round < 3; round++) {
    while (bench.session.waiting < most) bench.command(++number, bytes);
    bench.acknowledge(number);
    bench.nowMs += 1000;
  }
  expect(bench.ended).toEqual([]);
  for (let more = 0; more <= most; more++) bench.command(++number, bytes);
  expect(bench.refused).toEqual({ 'too-many-commands': 1 });
  expect(bench.ended).toEqual(['ATLAS_COMMAND_REFUSED: too many commands wait to be applied']);
  expect(bench.session.waiting).toBe(most);
});

test('however many inputs are said until a tick, the region is sent the newest', () => {
  const bench = new Bench();
  bench.take();
  let sequence = 0;
  for (let tick = 1; tick <= 3; tick++) {
    for (let i = 0; i < 200; i++) bench.input(++sequence);
    const [said, ...others] = bench.take();
    expect(others).toEqual([]);
    const reader = new InputColumnReader(new Uint8Array(said.inputs?.column ?? []));
    expect(reader.next()).toBe(true);
    expect([reader.session, reader.sequence]).toEqual([5, 200 * tick]);
    expect(reader.next()).toBe(false);
  }
});

test('more reliable messages than any client has to say end its session; as many as one has do not', () => {
  const busy = new Bench();
  for (let second = 0; second < 60; second++) {
    for (let i = 0; i < messagesPerSecond; i++) busy.say({ viewReset: { tick: 0 } });
    busy.nowMs += 1000;
  }
  expect([busy.ended, busy.refused]).toEqual([[], {}]);
  const flood = new Bench();
  const burst = commandsPerSession + messagesPerSecond;
  // The first was its join.
  for (let i = 1; i < burst; i++) flood.say({ viewReset: { tick: 0 } });
  expect(flood.ended).toEqual([]);
  flood.say({ viewReset: { tick: 0 } });
  expect(flood.refused).toEqual({ 'message-rate': 1 });
  expect(flood.ended).toEqual(['ATLAS_COMMAND_REFUSED: more is said than any client has to say']);
});

test('whoever says again and again that it leaves has left once', () => {
  const bench = new Bench();
  bench.take();
  for (let i = 0; i < 500; i++) bench.say({ leave: {} });
  expect(bench.take().filter(({ detach }) => detach)).toHaveLength(1);
});
