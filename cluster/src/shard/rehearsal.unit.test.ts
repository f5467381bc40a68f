import { expect, test } from '@jest/globals';
import { compileWorld, incarnationId, processId } from '@atlasnet/schemas';
import type { Clock, WorldDeclaration } from '@atlasnet/schemas';
import { field } from '../server.ts';
import { rehearsalRegions, rehearseTick } from './rehearsal.ts';

test.each([2, 3] as const)(
  'a rehearsal in %d dimensions hands entities over, shows ghosts and answers commands',
  (dimensions) => {
    const bounds = {
      min: [0, 0, 0].slice(0, dimensions),
      max: [400, 400, 400].slice(0, dimensions),
    };
    const components = { coins: field.integer() };
    const declared = { name: 'rehearsed', dimensions, bounds, tickHz: 20, components };
    const schema = compileWorld(declared as unknown as WorldDeclaration);
    const at = { nowMs: 0 };
    const regions = rehearsalRegions({
      schema,
      clock: { monotonicMs: () => at.nowMs } as unknown as Clock,
      process: processId('0011223344556677'),
      incarnation: incarnationId('00112233445566778899aabbccddeeff'),
    });
    const before = regions.reduce((sum, { state }) => sum + state.table.count, 0);
    for (let tick = 1; tick <= 20; tick++) {
      rehearseTick(schema, regions, tick);
      at.nowMs += 1;
    }
    for (const { departures, state, arrivals, ghosts, rebuilt } of regions) {
      expect(rebuilt.state?.hash(-1)).toEqual(state.hash(-1));
      expect(rebuilt.state?.table.count).toBe(state.table.count);
      expect(rebuilt.restored).toBe(2);
      expect(departures).toBeGreaterThan(100);
      expect(arrivals).toBeGreaterThan(100);
      expect(ghosts).toBeGreaterThan(0);
      expect(state.table.count).toBeGreaterThan(0);
    }
    expect(regions[0].answers).toBeGreaterThan(20);
    const flying = regions.reduce(
      (sum, { departures, arrivals }) => sum + departures - arrivals,
      0,
    );
    const after = regions.reduce((sum, { state }) => sum + state.table.count, 0);
    expect(after + flying).toBe(before);
  },
);
