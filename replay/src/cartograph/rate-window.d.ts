/** Sums amounts over the last few seconds. */
export declare class RateWindow {
    #private;
    constructor(windowMs: number);
    add(atMs: number, amount: number): void;
    /** The sum over the window. */
    sum(nowMs: number): number;
    perSecond(nowMs: number): number;
}
