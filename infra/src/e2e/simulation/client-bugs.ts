import { RegionRuntime } from '@atlasnet/cluster';
import { ViewSource } from '@atlasnet/proxy';
import { beforeTakeovers, patch } from './planting.ts';
import type { ProtocolBug } from './planting.ts';

/** Mistakes with what clients ask for and what they are shown (S, V). */
export const CLIENT_BUGS: readonly ProtocolBug[] = [
  {
    name: 'repeat-commands',
    rule: 'S2',
    mistake: 'a command that was applied is applied again when it is sent again',
    plant: () =>
      patch(RegionRuntime.prototype, 'command', (original) => {
        return function (this: RegionRuntime, command) {
          const session = this.state.sessions.get(command.session);
          const { number } = command;
          if (session && number > 0 && number <= session.commandNumber) {
            session.commandNumber = number - 1;
          }
          original.call(this, command);
        };
      }),
  },
  {
    name: 'take-highest-command',
    rule: 'S2',
    mistake: 'of the commands that wait the highest is applied, not the next',
    plant: () =>
      patch(RegionRuntime.prototype, 'command', (original) => {
        return function (this: RegionRuntime, command) {
          const session = this.state.sessions.get(command.session);
          if (session && command.number > session.commandNumber) {
            session.commandNumber = command.number - 1;
          }
          original.call(this, command);
        };
      }),
  },
  {
    name: 'skip-commands',
    rule: 'S2',
    mistake: 'a new owner takes the next command of each session for applied',
    plant: () =>
      beforeTakeovers(({ state }) => {
        for (const session of state.sessions.values()) session.commandNumber += 1;
      }),
  },
  {
    name: 'baseline-off-by-one',
    rule: 'V2',
    mistake: 'what changed in the tick after a client’s baseline is missing in its view',
    plant: () =>
      patch(ViewSource.prototype, 'encodeDifference', (original) => {
        return function (this: ViewSource, slot, baseline) {
          return original.call(this, slot, Math.min(baseline + 1, this.tick));
        };
      }),
  },
  {
    name: 'show-older-after-resume',
    rule: 'V2',
    mistake: 'who resumes is shown what its new proxy has, whatever it saw before',
    plant: () => patch(ViewSource.prototype, 'isAsOf', () => () => true),
  },
];
