import type { WorldLog } from '../reader/world-log.ts';
import type { WorldMoment } from '../reader/world-walk.ts';
/** A viewer's own place in the past, that may play on from there. */
export declare class PastView {
    #private;
    /** Ticks of the world that pass in one of ours; 0: paused. */
    speed: number;
    private constructor();
    /** @throws AtlasError ATLAS_LOG_OFFSET_OUT_OF_RANGE when the log no longer reaches back so far */
    static open(source: WorldLog, tick: number): Promise<PastView>;
    get tick(): number;
    /** Plays on by so many ticks of ours, as far as the log went when this view was opened. */
    advance(ticks: number): Promise<void>;
    moment(): WorldMoment;
}
