/** Sums amounts over the last few seconds. */
export class RateWindow {
    #windowMs;
    #entries = [];
    #sum = 0;
    constructor(windowMs) {
        this.#windowMs = windowMs;
    }
    add(atMs, amount) {
        if (amount === 0)
            return;
        this.#entries.push({ atMs, amount });
        this.#sum += amount;
    }
    /** The sum over the window. */
    sum(nowMs) {
        while (this.#entries.length > 0 && this.#entries[0].atMs < nowMs - this.#windowMs) {
            this.#sum -= this.#entries.shift()?.amount ?? 0;
        }
        return this.#sum;
    }
    perSecond(nowMs) {
        return (this.sum(nowMs) * 1000) / this.#windowMs;
    }
}
//# sourceMappingURL=rate-window.js.map