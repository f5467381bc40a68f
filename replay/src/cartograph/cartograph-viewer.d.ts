import type { RegionState } from '@atlasnet/cluster';
import type { RegionId } from '@atlasnet/schemas';
import type { WorldLog } from '../reader/world-log.ts';
import type { PageStatus } from './page-messages.ts';
/** One page's connection. */
export interface ViewerSocket {
    send(message: string | Uint8Array): void;
    /** Bytes that wait to be sent. */
    queuedBytes(): number;
}
/** What is live, made once for all viewers. */
export interface LivePush {
    readonly source: WorldLog;
    readonly status: Omit<PageStatus, 'followed' | 'live' | 'playing' | 'tick'>;
    readonly tick: number;
    readonly states: ReadonlyMap<RegionId, RegionState>;
    readonly flashes: readonly number[];
}
/** A page that looks at the world: live, or at a place of its own in the past. */
export declare class CartographViewer {
    #private;
    constructor(socket: ViewerSocket, mayLookBack: () => boolean);
    get looksBack(): boolean;
    /** A message of the page; what it cannot mean is dropped. */
    message(text: string): void;
    /** Sends what the viewer looks at; skipped while the one before is under way or waits to be sent. */
    push(live: LivePush, sinceLastMs: number): Promise<void>;
}
