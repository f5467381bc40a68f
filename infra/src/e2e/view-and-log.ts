import type { SimCluster } from './sim-cluster.ts';
import type { StrollClient } from './stroll-stage.ts';

/** How far strollers' clients see, metres: what the log has so near must be shown. */
const NEAR_M = 117;
/** Beyond it nothing may be: the radius, the margin at which entities leave, and what they walk meanwhile. */
const FAR_M = 137;

/** A view is whole so long after a client began to connect, or went on at another proxy, milliseconds. */
export const WHOLE_VIEW_MS = 1000;
/** Strollers walk half a metre a tick: what is shown is three ticks old at most. */
export const VIEW_OFF_M = 1.75;

/** A client's view beside the state that the log has by now. */
interface ViewAndLog {
  /** Ids around the avatar that the log has. */
  readonly near: readonly number[];
  /** Those of them that are not shown. */
  readonly missing: readonly number[];
  /** Shown, and far away by the log. */
  readonly strange: readonly number[];
  /** Between where one of the near is shown and where the log has it at most, metres. */
  readonly offM: number;
}

export function compareViewWithLog(sim: SimCluster, client: StrollClient): ViewAndLog {
  const { x, y } = client.avatar?.position ?? { x: NaN, y: NaN };
  const [near, missing, strange]: number[][] = [[], [], []];
  let offM = 0;
  for (const { table, schema } of sim.rebuild()) {
    const { slots, length } = table.slotsById();
    for (let i = 0; i < length; i++) {
      const slot = slots[i];
      const id = table.ids[slot];
      const [atX, atY] = [0, 1].map((axis) => table.lanes[axis][slot] * schema.positionQuantumM);
      const distance = Math.hypot(atX - x, atY - y);
      const shown = client.entities.get(id as never)?.position;
      if (distance > FAR_M && shown) strange.push(id);
      if (distance >= NEAR_M) continue;
      near.push(id);
      if (shown) offM = Math.max(offM, Math.hypot(atX - shown.x, atY - shown.y));
      else missing.push(id);
    }
  }
  return { near, missing, strange, offM };
}
