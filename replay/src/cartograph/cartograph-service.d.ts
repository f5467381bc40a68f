import type { Clock, EventLog, Logger, Service } from '@atlasnet/schemas';
import { CartographViewer } from './cartograph-viewer.ts';
import type { ViewerSocket } from './cartograph-viewer.ts';
export interface CartographOptions {
    readonly log: EventLog;
    readonly world: string;
    readonly clock: Clock;
    readonly logger: Logger;
}
/** The live map: the replay tool at the end of the log. It reads the log and nothing else. */
export declare class CartographService implements Service {
    #private;
    constructor(options: CartographOptions);
    run(): Promise<void>;
    stop(): Promise<void>;
    /** Adds a page; null when there are too many. */
    connect(socket: ViewerSocket): {
        readonly viewer: CartographViewer;
        close(): void;
    } | null;
}
