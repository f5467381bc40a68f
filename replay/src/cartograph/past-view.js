import { WorldWalk } from '../reader/world-walk.js';
/** A viewer's own place in the past, that may play on from there. */
export class PastView {
    #walk;
    #startTick;
    #at;
    /** Ticks of the world that pass in one of ours; 0: paused. */
    speed = 0;
    constructor(walk, tick) {
        this.#walk = walk;
        this.#startTick = tick;
        this.#at = tick;
    }
    /** @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE when the log no longer reaches back so far */
    static async open(source, tick) {
        const walk = await WorldWalk.open(source, tick);
        await walk.advanceTo(tick);
        return new PastView(walk, tick);
    }
    get tick() {
        return Math.floor(this.#at);
    }
    /** Plays on by so many ticks of ours, as far as the log went when this view was opened. */
    async advance(ticks) {
        if (this.speed === 0)
            return;
        this.#at += ticks * this.speed;
        await this.#walk.advanceTo(this.tick);
        const end = Math.max(this.#walk.tick, this.#startTick);
        if (this.#at > end + 1) {
            await this.#walk.extend();
            await this.#walk.advanceTo(this.tick);
            this.#at = Math.min(this.#at, Math.max(this.#walk.tick, end));
        }
    }
    moment() {
        return this.#walk.moment(this.tick);
    }
}
//# sourceMappingURL=past-view.js.map