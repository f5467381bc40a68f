import { ContiguousFollower, topicNames } from '@atlasnet/schemas';
import type { AtlasError, ControlState, EventLog } from '@atlasnet/schemas';

/** Keeps a control state at the end of its world's map topic, from where it stands. */
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
