/// <reference lib="dom" />
import type { PageNotice, PageStatus, PageWish } from '../cartograph/page-messages.ts';
import { decodePicture } from '../cartograph/picture.ts';
import { MapView } from './map-view.ts';
import { element, showStatus } from './panels.ts';

/** Before a lost connection is made again, milliseconds. */
const RECONNECT_MS = 1000;
const NOTICE_MS = 5000;

/** What a test can look at: what the page shows. */
interface Shown {
  status: PageStatus | null;
  points: number;
  positions: readonly number[];
  pictures: number;
  drawn: number;
}

const shown: Shown = { status: null, points: 0, positions: [], pictures: 0, drawn: 0 };
(globalThis as unknown as { cartograph: Shown }).cartograph = shown;

const map = new MapView(element('map'), (place) => wish({ type: 'followAt', ...place }));
let socket: WebSocket | null = null;
let closedMs = 0;
let noticeMs = 0;
let nowMs = 0;

function connect(): void {
  const { protocol, host, search } = location;
  const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/live${search}`;
  const opened = new WebSocket(address);
  opened.binaryType = 'arraybuffer';
  opened.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => take(data));
  opened.addEventListener('close', () => {
    socket = null;
    closedMs = nowMs;
    notice('the live map does not answer; trying again');
  });
  socket = opened;
}

function take(data: string | ArrayBuffer): void {
  if (typeof data !== 'string') {
    const picture = decodePicture(data);
    if (!picture) return;
    shown.points = picture.regions.length;
    shown.positions = Array.from(picture.positions.subarray(0, 20));
    shown.pictures += 1;
    map.picture(picture, nowMs);
    return;
  }
  const message = JSON.parse(data) as PageStatus | PageNotice;
  if (message.type === 'notice') notice(message.text);
  else {
    shown.status = message;
    showStatus(message);
    map.status(message);
  }
}

function wish(wanted: PageWish): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(wanted));
}

function notice(text: string): void {
  const box = element('notice');
  box.textContent = text;
  box.hidden = false;
  noticeMs = nowMs;
}

function listen(): void {
  const slider = element<HTMLInputElement>('time');
  slider.addEventListener('input', () => wish({ type: 'seek', tick: Number(slider.value) }));
  slider.addEventListener('change', () => slider.blur());
  element('live').addEventListener('click', () => wish({ type: 'live' }));
  element('play').addEventListener('click', () => {
    const { status } = shown;
    if (!status) return;
    if (status.live) wish({ type: 'seek', tick: status.tick });
    else wish(status.playing ? { type: 'pause' } : { type: 'play', speed: 1 });
  });
  element('search').addEventListener('submit', (event) => {
    event.preventDefault();
    wish({ type: 'follow', entity: element<HTMLInputElement>('entity').value });
  });
}

function frame(timeMs: number): void {
  nowMs = timeMs;
  if (!socket && nowMs - closedMs > RECONNECT_MS) connect();
  if (nowMs - noticeMs > NOTICE_MS) element('notice').hidden = true;
  map.draw(nowMs);
  shown.drawn += 1;
  requestAnimationFrame(frame);
}

listen();
connect();
requestAnimationFrame(frame);
