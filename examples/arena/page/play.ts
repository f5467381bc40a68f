/// <reference lib="dom" />
import { browserTransport, requestSession } from 'atlasnet/browser';
import { AtlasNetClient } from 'atlasnet/client';
import { REACH_M, arenaWorld } from '../world.ts';
import { ArenaCanvas } from './arena-canvas.ts';
import { Avatar } from './avatar.ts';
import { Keys } from './keys.ts';
import { Others } from './others.ts';
import type { Client, Fighter } from './others.ts';

/** Steering is said at least so often, milliseconds: an input may be lost, and the newest counts. */
const STEER_MS = 100;

/** What a test can look at: what the page shows. */
interface Shown {
  state: string;
  transport: string;
  avatar: { id: number; x: number; y: number; health: number; coins: number } | null;
  others: { id: number; x: number; y: number }[];
  frames: number;
  tick: number;
}

const shown: Shown = {
  ...{ state: 'waiting', transport: '', avatar: null, others: [], frames: 0, tick: 0 },
};
(globalThis as unknown as { play: Shown }).play = shown;

const canvas = new ArenaCanvas(element('arena') as HTMLCanvasElement);
const keys = new Keys();

element('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  void enter((element('name') as HTMLInputElement).value);
});

async function enter(name: string): Promise<void> {
  element('enter').hidden = true;
  shown.state = 'connecting';
  try {
    const answer = await fetch('play/config.json');
    const { gateway } = (await answer.json()) as { readonly gateway: string };
    const { token, websockets } = await requestSession(gateway, name);
    const client = new AtlasNetClient({ world: arenaWorld, transport: browserTransport() });
    await client.connect(token, websockets);
    play(client);
  } catch (error) {
    element('enter').hidden = false;
    notice(error);
  }
}

function play(client: Client): void {
  const others = new Others(client);
  const avatar = new Avatar(client);
  notice(null);
  shown.state = 'playing';
  client.on('resuming', () => notice('the connection broke; going on in a moment'));
  client.on('resumed', () => notice(null));
  const steering = setInterval(() => avatar.steer(keys.direction()), STEER_MS);
  keys.changed = () => avatar.steer(keys.direction());
  keys.pressed = (key) => {
    const near = nearest(client);
    if (!near) notice('nobody is near enough');
    else if (key === ' ') say(client.command('hit', { target: near.id }));
    else if (key === 'g') say(client.command('give', { to: near.id, coins: 1 }));
  };
  client.on('closed', (error) => {
    clearInterval(steering);
    shown.state = 'closed';
    element('enter').hidden = false;
    notice(error ?? 'you have left');
  });
  draw(client, others, avatar);
}

function say(sent: ReturnType<Client['command']>): void {
  sent.then(({ result, text }) => notice(result === 'applied' ? null : text || result), notice);
}

function draw(client: Client, others: Others, avatar: Avatar): void {
  if (shown.state !== 'playing') return;
  requestAnimationFrame(() => draw(client, others, avatar));
  const own = avatar.shown();
  const fighters = others.shown();
  shown.frames++;
  shown.transport = client.transport;
  shown.tick = client.tick;
  shown.others = fighters.map(({ id, x, y }) => ({ id, x, y }));
  const entity = client.avatar;
  const [health, coins] = [entity?.get('health') ?? 0, entity?.get('coins') ?? 0];
  shown.avatar = own && entity ? { id: entity.id, ...own, health, coins } : null;
  canvas.draw(own, fighters, health);
  showState(client, coins);
}

function showState(client: Client, coins: number): void {
  const { rttMs, loss, resumes } = client.statistics;
  const { avatar } = shown;
  element('state').hidden = false;
  element('state').textContent = [
    avatar ? `x ${avatar.x.toFixed(1)} m   y ${avatar.y.toFixed(1)} m` : 'no avatar yet',
    `health ${avatar?.health ?? 0}   coins ${coins}   in sight ${shown.others.length}`,
    `${shown.transport}   ${Math.round(rttMs)} ms   ${(loss * 100).toFixed(1)} % lost   tick ${shown.tick}`,
    ...(resumes > 0 ? [`resumed ${resumes} times`] : []),
  ].join('\n');
}

function nearest(client: Client): Fighter | null {
  const own = client.avatar?.position;
  let best: Fighter | null = null;
  let bestM = REACH_M;
  for (const entity of client.entities.values()) {
    if (!own || entity.id === client.avatarId || entity.get('kind') !== 'fighter') continue;
    const metres = Math.hypot(entity.position.x - own.x, entity.position.y - own.y);
    if (metres > bestM) continue;
    best = entity;
    bestM = metres;
  }
  return best;
}

function notice(what: unknown): void {
  const text = what instanceof Error ? what.message : typeof what === 'string' ? what : '';
  element('notice').textContent = text;
  element('notice').hidden = text === '';
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}
