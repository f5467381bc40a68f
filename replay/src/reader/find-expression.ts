import { AtlasError } from '@atlasnet/schemas';
import type { WorldSchema } from '@atlasnet/schemas';
import { valuesOf } from './entity-values.ts';
import type { WorldMoment } from './world-walk.ts';

/** Narrows what an expression looks at. */
export interface FindScope {
  readonly entity?: number;
  readonly region?: number;
}

type Compare = (found: unknown) => boolean;

const FORM = /^\s*([A-Za-z]\w*)(?:\.([xyz]))?\s*(<=|>=|!=|=|<|>)\s*(.+?)\s*$/;

/**
 * Reads `coins < 0`, `position.x > 390`, `label = w7`, `entities > 1000`, `sessions = 0`: a component
 * of any entity in scope, or a count over all regions in scope.
 * @throws AtlasError ATLAS_USAGE for what it cannot read, or a component that the world has not
 */
export function parseFindExpression(
  text: string,
  scope: FindScope = {},
): (moment: WorldMoment) => boolean {
  const match = FORM.exec(text);
  if (!match) {
    throw new AtlasError('ATLAS_USAGE', `"${text}" is no condition`, {
      hint: 'Write NAME OP VALUE, as in "coins < 0", "position.x > 390" or "entities > 1000".',
    });
  }
  const [, name, part, operator, wanted] = match;
  const compare = comparison(operator, wanted.replace(/^(['"])(.*)\1$/, '$2'));
  if (name === 'entities' || name === 'sessions') {
    return (moment) => compare(countOf(moment, name, scope));
  }
  const checked = new Set<number>();
  return (moment) => {
    for (const [region, { table }] of moment.regions) {
      if (scope.region !== undefined && scope.region !== region) continue;
      const { schema } = table;
      if (!checked.has(schema.hash)) checkComponent(schema, name);
      checked.add(schema.hash);
      const mask = 1 << (schema.components.find((each) => each.name === name)?.index ?? 31);
      const { slots, length } = table.slotsById();
      for (let i = 0; i < length; i++) {
        if (scope.entity !== undefined && table.ids[slots[i]] !== scope.entity) continue;
        const value = valuesOf(table, slots[i], mask)[name];
        if (compare(part === undefined ? value : partOf(value, part))) return true;
      }
    }
    return false;
  };
}

function countOf({ regions }: WorldMoment, what: 'entities' | 'sessions', scope: FindScope) {
  let sum = 0;
  for (const [region, state] of regions) {
    if (scope.region !== undefined && scope.region !== region) continue;
    sum += what === 'entities' ? state.table.count : state.sessions.size;
  }
  return sum;
}

function checkComponent(schema: WorldSchema, name: string): void {
  const names = schema.components.map((component) => component.name);
  if (names.includes(name)) return;
  throw new AtlasError('ATLAS_USAGE', `world ${schema.name} has no component ${name}`, {
    hint: `It has ${names.join(', ')}; entities and sessions are counts.`,
  });
}

function partOf(value: unknown, part: string): unknown {
  return (value as Readonly<Record<string, unknown>> | undefined)?.[part];
}

function textOf(found: unknown): string {
  return typeof found === 'string' ? found : JSON.stringify(found ?? null);
}

function comparison(operator: string, wanted: string): Compare {
  const number = Number(wanted);
  const isNumber = wanted !== '' && Number.isFinite(number);
  if (operator === '=')
    return (found) => textOf(found) === wanted || (isNumber && found === number);
  if (operator === '!=') {
    return (found) => found !== undefined && textOf(found) !== wanted && found !== number;
  }
  if (!isNumber) {
    throw new AtlasError('ATLAS_USAGE', `${operator} needs a number, not "${wanted}"`, {
      hint: 'Texts can be compared with = and != alone.',
    });
  }
  const tests: Readonly<Record<string, (found: number) => boolean>> = {
    '<': (found) => found < number,
    '<=': (found) => found <= number,
    '>': (found) => found > number,
    '>=': (found) => found >= number,
  };
  return (found) => typeof found === 'number' && tests[operator](found);
}
