import { defineServer } from '@atlasnet/cluster';
import type { AtlasNetServer } from '@atlasnet/cluster';
import { tradingServer } from './trading-world.ts';

/** What walkers do, and under what circumstances: the seed says which. */
export interface Scene {
  readonly name: 'market' | 'parts' | 'storm' | 'balance';
  readonly server: AtlasNetServer;
  readonly viewRadiusM: number;
  /** L6: frames above this go in parts, bytes. */
  readonly frameBytesMax?: number;
  /** Whether the heuristic runs, the real one, and moves borders. */
  readonly heuristic: boolean;
}

/** A client sees some ten entities of three hundred in a square kilometre, metres. */
const VIEW_RADIUS_M = 100;
/** Where they crowd it sees as many nearer by. */
const CROWD_RADIUS_M = 40;
/** Less than most regions' frames have: they go in two or three. */
const PART_BYTES = 600;
/** Where walkers turn around, metres from a border. */
const STORM_M = 25;
/** The middle of the world is a border of the first map. */
const BORDER_M = 500;
/** What a crowd keeps to, metres from its corner. */
const CORNER_M = 600;

/** Everybody goes to and fro over one border. */
const stormServer = defineServer({
  ...tradingServer,
  tick(world) {
    tradingServer.tick?.(world);
    const { position, velocity } = world.components;
    world.each((entity) => {
      const off = position.y(entity) - BORDER_M;
      const vy = velocity.y(entity);
      if (Math.abs(off) > STORM_M && off * vy > 0) velocity.set(entity, velocity.x(entity), -vy);
    });
  },
});

/** Everybody gathers in one corner, so that borders are worth moving. */
const cornerServer = defineServer({
  ...tradingServer,
  tick(world) {
    tradingServer.tick?.(world);
    const { position, velocity } = world.components;
    world.each((entity) => {
      const vx = velocity.x(entity);
      const vy = velocity.y(entity);
      const backX = position.x(entity) > CORNER_M && vx > 0;
      const backY = position.y(entity) > CORNER_M && vy > 0;
      if (backX || backY) velocity.set(entity, backX ? -vx : vx, backY ? -vy : vy);
    });
  },
});

const market = { server: tradingServer, viewRadiusM: VIEW_RADIUS_M, heuristic: false };
const SCENES: readonly Scene[] = [
  { ...market, name: 'market' },
  { ...market, name: 'parts', frameBytesMax: PART_BYTES },
  { ...market, name: 'storm', server: stormServer, viewRadiusM: CROWD_RADIUS_M },
  { ...market, name: 'balance', server: cornerServer, heuristic: true },
  { ...market, name: 'market' },
  { ...market, name: 'market' },
];

/** Each of the rarer ones is a sixth of all seeds; three in a row, of which one recovers cold. */
export function sceneOf(seed: number): Scene {
  return SCENES[Math.floor(seed / 3) % SCENES.length];
}
