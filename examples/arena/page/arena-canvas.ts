/// <reference lib="dom" />
import { HOT_SPOT, SIZE_M } from '../world.ts';
import type { Seen } from './others.ts';

/** Metres from the middle of the window to its nearer edge: what a client sees. */
const RADIUS_M = 62;
const GRID_M = 10;
const FIGHTER_M = 1.1;

/** Draws what is around the own fighter; y points up. */
export class ArenaCanvas {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #middle = { x: SIZE_M / 2, y: SIZE_M / 2 };
  #scale = 1;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser draws no canvas');
    this.#context = context;
  }

  draw(
    own: { readonly x: number; readonly y: number } | null,
    others: readonly Seen[],
    health: number,
  ): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = devicePixelRatio;
    this.#canvas.width = clientWidth * ratio;
    this.#canvas.height = clientHeight * ratio;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#scale = Math.min(clientWidth, clientHeight) / (2 * RADIUS_M);
    if (own) this.#middle = own;
    this.#drawGround(clientWidth, clientHeight);
    for (const each of others) {
      if (each.kind === 'bank') this.#drawBank(each);
      else this.#drawFighter(each, each.health, '#e4a853');
    }
    if (own) this.#drawFighter(own, health, '#6fd08c');
  }

  #at(x: number, y: number): [number, number] {
    const { clientWidth, clientHeight } = this.#canvas;
    return [
      clientWidth / 2 + (x - this.#middle.x) * this.#scale,
      clientHeight / 2 - (y - this.#middle.y) * this.#scale,
    ];
  }

  #drawGround(width: number, height: number): void {
    const context = this.#context;
    context.fillStyle = '#10151b';
    context.fillRect(0, 0, width, height);
    this.#square(0, SIZE_M, '#151c24', '#44586b');
    this.#square(HOT_SPOT.min, HOT_SPOT.max, '#1d2128', '#6b4f44');
    context.strokeStyle = '#222d38';
    context.lineWidth = 1;
    context.beginPath();
    const [reachX, reachY] = [width / 2 / this.#scale, height / 2 / this.#scale];
    const { x, y } = this.#middle;
    const first = (at: number): number => Math.max(0, Math.ceil(at / GRID_M) * GRID_M);
    for (let line = first(x - reachX); line <= Math.min(SIZE_M, x + reachX); line += GRID_M) {
      context.moveTo(...this.#at(line, Math.max(0, y - reachY)));
      context.lineTo(...this.#at(line, Math.min(SIZE_M, y + reachY)));
    }
    for (let line = first(y - reachY); line <= Math.min(SIZE_M, y + reachY); line += GRID_M) {
      context.moveTo(...this.#at(Math.max(0, x - reachX), line));
      context.lineTo(...this.#at(Math.min(SIZE_M, x + reachX), line));
    }
    context.stroke();
  }

  #square(min: number, max: number, fill: string, stroke: string): void {
    const context = this.#context;
    const [left, top] = this.#at(min, max);
    const size = (max - min) * this.#scale;
    context.fillStyle = fill;
    context.fillRect(left, top, size, size);
    context.strokeStyle = stroke;
    context.lineWidth = 2;
    context.strokeRect(left, top, size, size);
  }

  #drawFighter(place: { x: number; y: number }, health: number, colour: string): void {
    const context = this.#context;
    const [x, y] = this.#at(place.x, place.y);
    const radius = FIGHTER_M * this.#scale;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = '#00000080';
    context.fillRect(x - radius, y - radius - 8, 2 * radius, 4);
    context.fillStyle = health > 40 ? '#7fd69b' : '#e36d5b';
    context.fillRect(x - radius, y - radius - 8, (2 * radius * health) / 100, 4);
  }

  #drawBank({ x, y }: Seen): void {
    const [left, top] = this.#at(x - 2, y + 2);
    this.#context.fillStyle = '#8f9fd8';
    this.#context.fillRect(left, top, 4 * this.#scale, 4 * this.#scale);
  }
}
