/// <reference lib="dom" />

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ...{ arrowleft: [-1, 0], a: [-1, 0], arrowright: [1, 0], d: [1, 0] },
  ...{ arrowup: [0, 1], w: [0, 1], arrowdown: [0, -1], s: [0, -1] },
};

/** What is held down, and what was just pressed. */
export class Keys {
  changed: () => void = () => undefined;
  pressed: (key: string) => void = () => undefined;
  readonly #held = new Set<string>();

  constructor() {
    addEventListener('keydown', (event) => {
      if (event.target instanceof HTMLInputElement || event.repeat) return;
      const key = event.key.toLowerCase();
      if (key === ' ') event.preventDefault();
      if (!(key in DIRECTIONS)) this.pressed(key);
      else if (!this.#held.has(key)) {
        this.#held.add(key);
        this.changed();
      }
    });
    addEventListener('keyup', (event) => {
      if (this.#held.delete(event.key.toLowerCase())) this.changed();
    });
    addEventListener('blur', () => {
      this.#held.clear();
      this.changed();
    });
  }

  /** Where to run: of length 1, or 0. */
  direction(): { readonly x: number; readonly y: number } {
    let [x, y] = [0, 0];
    for (const key of this.#held) {
      const [dx, dy] = DIRECTIONS[key] ?? [0, 0];
      x += dx;
      y += dy;
    }
    const length = Math.hypot(x, y) || 1;
    return { x: x / length, y: y / length };
  }
}
