import type { Clock, Logger, RegionId } from '@atlasnet/schemas';
import type { WorldLog } from '../reader/world-log.ts';
import type { RegionRow } from './page-messages.ts';
export interface RegionFeedOptions {
    readonly source: WorldLog;
    readonly region: RegionId;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly signal: AbortSignal;
}
/** One region as it is now: from its newest checkpoint on, its partition is followed. */
export declare class RegionFeed {
    #private;
    readonly region: RegionId;
    constructor(options: RegionFeedOptions);
    get state(): import("@atlasnet/cluster").RegionState | null;
    /** Reads and follows until the signal; a failure begins again from a checkpoint. */
    run(): Promise<void>;
    takeFlashes(): readonly number[];
    bytesPerSecond(): number;
    row(): RegionRow;
}
