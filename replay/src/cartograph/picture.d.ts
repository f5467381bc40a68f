import type { RegionState } from '@atlasnet/cluster';
/** What a page draws at one moment: points, and where handoffs happened. Metres. */
export interface Picture {
    readonly live: boolean;
    readonly tick: number;
    /** x, y of each entity. */
    readonly positions: Float32Array;
    /** The region of each entity. */
    readonly regions: Uint16Array;
    /** x, y of each handoff since the picture before. */
    readonly flashes: Float32Array;
    /** Index of the entity that is followed, or −1. */
    readonly followed: number;
}
/** The entities of some regions as a picture. */
export declare function pictureOf(states: Iterable<RegionState>, options: {
    readonly live: boolean;
    readonly tick: number;
    readonly flashes: readonly number[];
    readonly follow: number;
}): Picture;
/**
 * A picture as one message: a header, then the arrays one after the other, so that the page draws
 * views of the message without copying (docs/replay.md).
 */
export declare function encodePicture(picture: Picture): Uint8Array;
/** Null when the bytes are no picture. The arrays are views of the buffer. */
export declare function decodePicture(buffer: ArrayBuffer): Picture | null;
