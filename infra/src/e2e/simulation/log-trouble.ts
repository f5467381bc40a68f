import { drawAppendFault, failRequestsInPart } from '../../adapters/simulated/index.ts';
import type { AppendContext, AppendFault, SeededRandom } from '../../adapters/simulated/index.ts';
import type { LogTrouble } from './faults.ts';

/** How likely the trouble is for each append while it lasts. */
const TROUBLE_RATE = 0.5;
/** The log takes no such record at all: whoever is told so gives its region up, and another takes it over. */
const TOO_LARGE_RATE = 0.05;
/** Appends that one spell of trouble delays come this much later at most, milliseconds. */
const TROUBLE_DELAY_MS = 1500;

/** What becomes of appends while a spell of trouble lasts. */
export function troubleOf(
  trouble: LogTrouble,
  random: SeededRandom,
): (append: AppendContext) => AppendFault | null {
  const delayMsMax = TROUBLE_DELAY_MS;
  switch (trouble) {
    case 'part':
      return failRequestsInPart(random);
    case 'too-large':
      return () => drawAppendFault(random, { tooLarge: TOO_LARGE_RATE });
    case 'lost-acknowledgement':
      return () => drawAppendFault(random, { lostAcknowledgement: TROUBLE_RATE });
    default:
      return () => drawAppendFault(random, { [trouble]: TROUBLE_RATE, delayMsMax });
  }
}
