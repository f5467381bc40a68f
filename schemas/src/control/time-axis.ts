/**
 * T1: the one line between tick numbers and world time (milliseconds since the Unix epoch on the
 * log's LogAppendTime axis): tick `originTick` begins at `originMs`, and each tick lasts 1 / tickHz.
 * A counted TimeResumed begins a new line; ticks before it are history.
 */
export class TimeAxis {
  readonly tickHz: number;
  readonly originTick: number;
  readonly originMs: number;

  constructor(tickHz: number, originTick: number, originMs: number) {
    this.tickHz = tickHz;
    this.originTick = originTick;
    this.originMs = originMs;
  }

  /** One tick's length, milliseconds; dt is always this. */
  get tickMs(): number {
    return 1000 / this.tickHz;
  }

  /** The tick that is running at a world time; below `originTick` when the line has not begun. */
  tickAt(worldMs: number): number {
    const tick = Math.floor(((worldMs - this.originMs) * this.tickHz) / 1000);
    // Division may round across a tick's first instant; worldMsOf decides, so that both agree.
    const near = this.originTick + tick;
    if (this.worldMsOf(near + 1) <= worldMs) return near + 1;
    return this.worldMsOf(near) > worldMs ? near - 1 : near;
  }

  /** The world time at which a tick begins, milliseconds. */
  worldMsOf(tick: number): number {
    return this.originMs + ((tick - this.originTick) * 1000) / this.tickHz;
  }
}
