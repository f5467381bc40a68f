import type { ClientJournal } from '@atlasnet/cluster';
import type { SimCluster } from '../sim-cluster.ts';
import { SimEdge } from '../sim-edge.ts';
import { Player } from './player.ts';
import type { Scene } from './scene.ts';

/** Proxies of a scenario. */
const PROXIES = 2;
/** Task workers of a scenario. */
const WORKERS = 2;
/** The first player comes when the world is up, the others one after the other, milliseconds. */
const FIRST_PLAYER_MS = 3000;
const NEXT_PLAYER_MS = 50;

/** Everybody beyond the shards: proxies, a gateway, and players who come and go. */
export class Cast {
  readonly edge: SimEdge;
  readonly players: readonly Player[];

  constructor(cluster: SimCluster, players: number, scene: Scene) {
    this.edge = new SimEdge(cluster, { viewRadiusM: scene.viewRadiusM });
    // Once whoever watches processes is there.
    cluster.world.schedule(0, () => {
      for (let i = 0; i < PROXIES; i++) this.edge.startProxy();
      this.edge.startGateway();
      for (let i = 0; i < WORKERS; i++) cluster.startWorker();
    });
    if (scene.heuristic) cluster.world.schedule(FIRST_PLAYER_MS, () => cluster.startHeuristic());
    this.players = Array.from({ length: players }, (_, number) => {
      const player = new Player(cluster, this.edge, number + 1);
      cluster.world.schedule(FIRST_PLAYER_MS + number * NEXT_PLAYER_MS, () => player.start());
      return player;
    });
  }

  /** Players ask for nothing any more. */
  rest(): void {
    for (const player of this.players) player.rest();
  }

  /** What players still wait for. */
  troubles(): readonly string[] {
    return this.players.flatMap(({ trouble }) => trouble ?? []);
  }

  journals(): readonly ClientJournal[] {
    return this.players.flatMap(({ journals }) => journals);
  }
}
