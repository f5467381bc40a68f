import type { AtlasError } from '../errors.ts';
import type { EventLog } from '../ports/event-log.ts';
import { ContiguousFollower } from './contiguous.ts';
import type { ControlState } from './control-state.ts';
import { topicNames } from './topics.ts';

/**
 * Keeps a control state at the end of its world's map topic, from where it stands.
 * @param changed called after records were applied
 */
export function followControl(
  { log, world }: { readonly log: EventLog; readonly world: string },
  control: ControlState,
  changed: () => void,
  onError: (error: AtlasError) => void,
): ContiguousFollower {
  return new ContiguousFollower(log, {
    topic: topicNames(world).map,
    partition: 0,
    fromOffset: control.nextOffset,
    onRecords: (records) => {
      for (const { value, offset } of records) control.applyBytes(value, offset);
      changed();
    },
    onError,
  });
}
