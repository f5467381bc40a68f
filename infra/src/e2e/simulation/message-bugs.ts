import { RegionRuntime, RegionState } from '@atlasnet/cluster';
import { PartitionMap } from '@atlasnet/schemas';
import type { Job, RegionMessage } from '@atlasnet/schemas';
import { GROWING } from './histories.ts';
import { beforeTakeovers, beforeTicks, patch } from './planting.ts';
import type { ProtocolBug } from './planting.ts';

/** Mistakes with what regions send each other (M, P3). */
export const MESSAGE_BUGS: readonly ProtocolBug[] = [
  {
    name: 'prune-on-uncounted-word',
    rule: 'M2',
    mistake: 'a message is dropped once its target has applied it, whether that counts or not',
    plant: () => {
      const newest = new Map<number, RegionRuntime>();
      return beforeTicks((runtime) => {
        const { region } = runtime.state;
        newest.set(region, runtime);
        runtime.options.neighbourhood.confirmedBy = (target) =>
          newest.get(target)?.state.inbox.get(region) ?? 0;
      });
    },
  },
  {
    name: 'never-resend',
    rule: 'M2',
    mistake: 'a message is sent once: what a crash loses on its way stays lost',
    plant: () => {
      const heard = new Set<string>();
      return patch(RegionRuntime.prototype, 'deliver', (original) => {
        return function (this: RegionRuntime, delivery) {
          const name = `${delivery.from}>${delivery.to}#${delivery.number}`;
          if (!heard.has(name)) original.call(this, delivery);
          heard.add(name);
        };
      });
    },
  },
  {
    name: 'message-to-nobody',
    rule: 'M3',
    mistake: 'a message goes to a region that is in no map any more',
    plant: () => {
      let ticking = false;
      const undoHas = patch(PartitionMap.prototype, 'has', (original) => {
        return function (this: PartitionMap, region) {
          return ticking || original.call(this, region);
        };
      });
      const undoTicks = patch(RegionRuntime.prototype, 'runTick', (original) => {
        return function (this: RegionRuntime, tick) {
          ticking = true;
          try {
            return original.call(this, tick);
          } finally {
            ticking = false;
          }
        };
      });
      return () => {
        undoHas();
        undoTicks();
      };
    },
  },
  {
    name: 'old-handoff-bytes',
    rule: 'I4',
    mistake: 'an entity that crosses again arrives as it was when it crossed before',
    plant: () => {
      const states = new Map<number, Uint8Array>();
      return patch(RegionRuntime.prototype, 'deliver', (original) => {
        return function (this: RegionRuntime, delivery) {
          const handoff = delivery.message?.handoff;
          if (handoff) {
            const before = states.get(handoff.entity);
            states.set(handoff.entity, handoff.state);
            if (before) handoff.state = before;
          }
          original.call(this, delivery);
        };
      });
    },
  },
  {
    name: 'start-again',
    rule: 'M4',
    mistake: 'the first region’s new owner runs start once more',
    plant: () =>
      beforeTakeovers((runtime) => {
        const { region, inbox, tick } = runtime.state;
        const number = (inbox.get(region) ?? 0) + 1;
        if (region !== 0 || runtime.inbox.peek(region, number)) return;
        const start = { seed: 1 };
        const message = { ...NO_MESSAGE, tick, origin: region, start };
        runtime.deliver({ from: region, to: region, number, message, senderOffset: 0 });
      }),
  },
  {
    name: 'second-result',
    rule: 'M4',
    mistake: 'a job that has its result takes another one that comes',
    plant: () => {
      const had = new Map<string, Job>();
      const undoSettled = patch(RegionState.prototype, 'settled', (original) => {
        return function (this: RegionState, id) {
          const job = original.call(this, id);
          if (job) had.set(id, job);
          return job ?? had.get(id) ?? null;
        };
      });
      const undoResult = patch(RegionRuntime.prototype, 'taskResult', () => {
        return function (this: RegionRuntime, result) {
          this.inbox.results.set(result.job, result);
        };
      });
      return () => {
        undoSettled();
        undoResult();
      };
    },
  },
  {
    name: 'ignore-declaration',
    rule: 'M3',
    mistake: 'a message is read by its target’s declaration, whatever it was packed by',
    faults: GROWING,
    plant: () =>
      patch(RegionRuntime.prototype, 'deliver', (original) => {
        return function (this: RegionRuntime, delivery) {
          const body = delivery.message?.entityMessage;
          if (body) body.worldSchemaHash = 0;
          original.call(this, delivery);
        };
      }),
  },
  {
    name: 'reuse-entity-ids',
    rule: 'I3',
    mistake: 'a new owner gives ids again that the last one gave',
    plant: () =>
      beforeTakeovers(({ state: { counter } }) => {
        counter.nextEntity = Math.max(1, counter.nextEntity - 5);
      }),
  },
];

const NO_MESSAGE: RegionMessage = {
  hops: 0,
  mapVersion: 0,
  origin: 0,
  tick: 0,
} as RegionMessage;
