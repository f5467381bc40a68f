/**
 * Pieces of the cost histogram: 100,000 cells of 25 m are 62 km²; more only slows a decision down.
 */
export const PIECES_MAX = 100_000;
/** Load records read from before the service's start: a minute of 64 regions at one a second. */
export const LOAD_BACKLOG_RECORDS = 64 * 60;
/**
 * Between two tries of one append whose outcome is unknown (L3), ms: a broker's election takes
 * longer.
 */
export const APPEND_RETRY_MS = 500;
/** Between two looks whether all regions' reports of a moment have come, ms. */
export const LOOK_MS = 100;
/** Between two looks at a log that does not answer at the start, ms. */
export const LOG_RETRY_MS = 200;
/** Border positions are multiples of this, metres: short numbers, far below any entity's size. */
export const BORDER_QUANTUM_M = 1 / 64;
/** What an urgent change that empties the budget leaves in it, minutes of it. */
export const URGENT_LEAVES_MINUTES = 0.25;
