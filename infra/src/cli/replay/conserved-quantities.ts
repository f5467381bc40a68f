import type { ConservedOptions } from '@atlasnet/cluster';
import { AtlasError } from '@atlasnet/schemas';

/** A message's field, or a task's argument and its result's field. */
const CARRIER = /^(\w+)\.(\w+)(?:>(\w+))?$/;

/**
 * Reads `--conserved`: quantities by commas, each an integer component and behind colons what carries it,
 * `message.field` or `task.argument>result`; `coins:pay.amount:appraise.stake>prize`, say.
 * @throws AtlasError ATLAS_USAGE for anything else
 */
export function conservedQuantities(text: string): ConservedOptions[] {
  if (text === '') return [];
  return text.split(',').map((each) => quantityOf(each.trim()));
}

function quantityOf(text: string): ConservedOptions {
  const [component, ...carriers] = text.split(':');
  const carriedBy: Record<string, string> = {};
  const carriedByTasks: Record<string, { asked: string; result: string }> = {};
  for (const carrier of carriers) {
    const [, name, field, result] = CARRIER.exec(carrier) ?? [];
    if (name === undefined || field === undefined) throw notConserved(text);
    if (result === undefined) carriedBy[name] = field;
    else carriedByTasks[name] = { asked: field, result };
  }
  if (!/^\w+$/.test(component)) throw notConserved(text);
  return { component, carriedBy, carriedByTasks };
}

function notConserved(text: string): AtlasError {
  return new AtlasError('ATLAS_USAGE', `--conserved: ${text} is no conserved quantity`, {
    hint: 'Write component, component:message.field or component:task.argument>result.',
  });
}
