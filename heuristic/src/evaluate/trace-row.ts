/** One row of a movement trace: one entity at one second. Rows come ordered by time. */
export interface TraceRow {
  readonly timeS: number;
  readonly id: number | string;
  readonly xM: number;
  readonly yM: number;
}
