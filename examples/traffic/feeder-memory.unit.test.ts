import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { EntityId } from 'atlasnet/server';
import { FeederMemory } from './feeder-memory.ts';

test('a disk that takes nothing is told of once, and what was kept before stays', () => {
  const directory = mkdtempSync(join(tmpdir(), 'feeder-memory-'));
  const warnings: string[] = [];
  const memory = () => new FeederMemory(directory, 'a.csv', (line) => warnings.push(line));
  const kept = (): FeederMemory => {
    const read = memory();
    read.begin(1000, 0);
    return read;
  };

  const feeder = memory();
  feeder.begin(0, 0);
  feeder.vehicles.set(7, 70 as EntityId);
  feeder.timeS = 3;
  feeder.save(1000);
  // Nothing can be written where a folder is.
  const inTheWay = join(directory, 'traffic-feeder.json.new');
  mkdirSync(inTheWay);
  feeder.timeS = 4;
  feeder.save(2000);
  feeder.save(3000);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('traffic-feeder.json');
  expect(kept().timeS).toBe(3);
  expect(kept().vehicles.get(7)).toBe(70);

  rmSync(inTheWay, { recursive: true });
  feeder.save(4000);
  expect(kept().timeS).toBe(4);
  mkdirSync(inTheWay);
  feeder.save(5000);
  expect(warnings).toHaveLength(2);
  rmSync(directory, { recursive: true });
});
