import { choice, durationMs, integer, number, section } from '../option.ts';

const live = true;

/** Everything in it is taken over while running. */
export const heuristicSection = section('Who decides where the borders are.', {
  kind: choice(
    'kd-tree: kept and refitted when it pays; grid: fixed.',
    'kd-tree',
    ['kd-tree', 'grid'],
    { live },
  ),
  intervalMs: durationMs('Between two looks at the load.', 1000, { min: 100, max: 600_000, live }),
});
void integer;
void number;
