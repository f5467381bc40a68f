import { OutboxCourier, RegionRuntime, RegionState } from '@atlasnet/cluster';
import { ControlState, EntityTable, FrameGate, GONE_DEPARTED } from '@atlasnet/schemas';
import type { RegionSnapshot } from '@atlasnet/schemas';
import { CLIENT_BUGS } from './client-bugs.ts';
import { MAP_BUGS } from './map-bugs.ts';
import { MESSAGE_BUGS } from './message-bugs.ts';
import { OWNER_BUGS } from './owner-bugs.ts';
import { acknowledged, beforeTakeovers, beforeTicks, patch, wrapAppends } from './planting.ts';
import type { ProtocolBug } from './planting.ts';

export const PROTOCOL_BUGS: readonly ProtocolBug[] = [
  {
    name: 'skip-epoch-check',
    rule: 'O3',
    mistake: 'a frame of a superseded owner counts',
    plant: () =>
      patch(FrameGate.prototype, 'apply', (original) => {
        return function (this: FrameGate, record, offset) {
          const body = record.frame;
          if (body && body.epoch < this.epoch) {
            body.epoch = this.epoch;
            body.n = this.n + 1;
          }
          return original.call(this, record, offset);
        };
      }),
  },
  {
    name: 'skip-number-check',
    rule: 'O3',
    mistake: 'a copy of a frame counts again',
    plant: () =>
      patch(FrameGate.prototype, 'apply', (original) => {
        return function (this: FrameGate, record, offset) {
          const body = record.frame;
          if (body && body.epoch === this.epoch) body.n = this.n + 1;
          return original.call(this, record, offset);
        };
      }),
  },
  {
    name: 'trust-acknowledgement',
    rule: 'O4',
    mistake: 'an acknowledgement at any offset is taken for counted, nothing is read back',
    plant: (cluster) =>
      wrapAppends(cluster, async (log, end, args) => {
        const outcome = await log.append(...args);
        return outcome.kind === 'acknowledged' && end >= 0 ? acknowledged(end) : outcome;
      }),
  },
  {
    name: 'acknowledge-before-append',
    rule: 'O4',
    mistake: 'frames are shown when they are sent to the log, not when it has them',
    plant: (cluster) =>
      wrapAppends(cluster, async (log, end, args) => {
        const outcome = log.append(...args);
        return end >= 0 ? acknowledged(end) : outcome;
      }),
  },
  {
    name: 'unknown-is-kept',
    rule: 'L3',
    mistake: 'an append without an answer is taken for kept',
    plant: (cluster) =>
      wrapAppends(cluster, async (log, end, args) => {
        const outcome = await log.append(...args);
        return outcome.kind === 'unknown' && end >= 0 ? acknowledged(end) : outcome;
      }),
  },
  {
    name: 'forget-inbox-in-checkpoint',
    rule: 'C1',
    mistake: 'a checkpoint restores no inbox numbers',
    plant: () =>
      patch(RegionState, 'fromSnapshot', (original) => {
        return (snapshot: RegionSnapshot) => {
          const state = original.call(RegionState, snapshot);
          state.inbox.clear();
          return state;
        };
      }),
  },
  {
    name: 'prune-outbox-when-sent',
    rule: 'M2',
    mistake: 'a message is dropped before a counted frame of its target shows it',
    plant: () =>
      beforeTicks(({ options, state }) => {
        options.neighbourhood.confirmedBy = (region) => state.outboxNumbers.get(region) ?? 0;
      }),
  },
  {
    name: 'reuse-numbering',
    rule: 'M1',
    mistake: 'a new owner numbers the messages to a region from one again',
    plant: () =>
      beforeTakeovers(({ state }) => {
        for (const to of state.outboxNumbers.keys()) {
          if (!state.outbox.has(to)) state.outboxNumbers.set(to, 0);
        }
      }),
  },
  {
    name: 'apply-messages-twice',
    rule: 'M1',
    mistake: 'a message that was applied is applied again when it is sent again',
    plant: () =>
      patch(RegionRuntime.prototype, 'deliver', (original) => {
        return function (this: RegionRuntime, delivery) {
          const next = (this.state.inbox.get(delivery.from) ?? 0) + 1;
          if (delivery.number < next) delivery.number = next;
          original.call(this, delivery);
        };
      }),
  },
  {
    name: 'skip-gaps',
    rule: 'M1',
    mistake: 'who lost messages with a link goes on behind them, and the target minds no gap',
    plant: () => {
      const undoSender = patch(OutboxCourier.prototype, 'ownerChanged', () => () => undefined);
      const undoTarget = patch(RegionRuntime.prototype, 'deliver', (original) => {
        return function (this: RegionRuntime, delivery) {
          const next = (this.state.inbox.get(delivery.from) ?? 0) + 1;
          if (delivery.number > next && !this.inbox.peek(delivery.from, next)) {
            delivery.number = next;
          }
          original.call(this, delivery);
        };
      });
      return () => {
        undoSender();
        undoTarget();
      };
    },
  },
  {
    name: 'take-entities-early',
    rule: 'I4',
    mistake: 'a region that is behind takes an entity in the tick in which it left',
    plant: () => {
      let undo = (): void => undefined;
      const undoTicks = beforeTicks(({ inbox }) => {
        undo();
        undo = patch(inbox, 'peek', () => () => null);
      });
      return () => {
        undo();
        undoTicks();
      };
    },
  },
  {
    name: 'keep-who-leaves',
    rule: 'M1',
    mistake: 'an entity that is handed off goes on living where it was',
    plant: () =>
      patch(EntityTable.prototype, 'remove', (original) => {
        return function (this: EntityTable, slot, reason) {
          if (reason !== GONE_DEPARTED) original.call(this, slot, reason);
        };
      }),
  },
  {
    name: 'lose-changes',
    rule: 'R1',
    mistake: 'one change in five hundred is missing in the frame',
    plant: () => {
      let changes = 0;
      return patch(EntityTable.prototype, 'markDirty', (original) => {
        return function (this: EntityTable, slot, bits) {
          changes += 1;
          if (changes % 500 !== 0) original.call(this, slot, bits);
        };
      });
    },
  },
  {
    name: 'stale-map',
    rule: 'P1',
    mistake: 'a region goes on under the first map for ever',
    plant: () =>
      patch(ControlState.prototype, 'mapAt', () => {
        return function (this: ControlState, tick) {
          const first = this.mapHistory.at(0);
          return first && first.fromTick <= tick ? first.map : null;
        };
      }),
  },
  {
    name: 'close-early',
    rule: 'P3',
    mistake: 'a region outside the map closes itself as soon as it holds nothing',
    plant: () =>
      beforeTicks((runtime) => {
        if (!runtime.map.has(runtime.state.region)) runtime.closing = true;
      }),
  },
  {
    name: 'unconditional-assignment',
    rule: 'O1',
    mistake: 'an assignment counts whatever epoch it replaces',
    plant: () =>
      patch(ControlState.prototype, 'apply', (original) => {
        return function (this: ControlState, record, offset) {
          const { assignment } = record;
          if (assignment) assignment.replaces = this.epochOf(assignment.region as never);
          return original.call(this, record, offset);
        };
      }),
  },
  ...MAP_BUGS,
  ...OWNER_BUGS,
  ...MESSAGE_BUGS,
  ...CLIENT_BUGS,
];
