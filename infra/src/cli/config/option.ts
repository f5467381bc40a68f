import { z } from 'zod';
import { parseAmount, type AmountUnits, BYTE_UNITS, TIME_UNITS } from './amount.ts';

/** One configuration key: everything that its type, default, env name, flag, help and page come from. */
export interface Option<T> {
  readonly kind: 'option';
  /** The word that the documentation uses for the values. */
  readonly typeName: string;
  readonly schema: z.ZodType<T>;
  readonly initial: T;
  readonly doc: string;
  /** What is allowed, as the end of "must be …". */
  readonly allowed: string;
  /** The values of a choice, for suggestions. */
  readonly choices: readonly string[];
  readonly secret: boolean;
  /** A path in the file is relative to the file; one from env or a flag to the working directory. */
  readonly path: boolean;
  /** Taken over without a restart when the file changes. */
  readonly live: boolean;
  /** Set for ports: what listens there. */
  readonly port: PortUse | null;
  /** Reads env, flag or YAML text; what it cannot read it returns as it is, for the schema to refuse. */
  read(text: string): unknown;
}

/** What listens on a port. */
export interface PortUse {
  readonly process: string;
  readonly protocol: 'udp' | 'tcp' | 'http' | 'udp+tcp';
  readonly use: string;
  /** The key of the address it binds to. */
  readonly hostKey: string;
}

/** A named group of keys. */
export interface Section<C extends Children> {
  readonly kind: 'section';
  readonly doc: string;
  readonly children: C;
}

export interface Children {
  // eslint-disable-next-line typescript/no-explicit-any -- any option, whatever its value's type
  readonly [name: string]: Option<any> | Section<any>;
}

/** The configuration's type, from its table. */
export type ValueOf<N> =
  N extends Option<infer T>
    ? T
    : N extends Section<infer C>
      ? { readonly [K in keyof C]: ValueOf<C[K]> }
      : never;

interface Extras {
  readonly live?: boolean;
}

interface Range extends Extras {
  readonly min?: number;
  readonly max?: number;
}

export function section<C extends Children>(doc: string, children: C): Section<C> {
  return { kind: 'section', doc, children };
}

/** A string; `pattern` with `allowed` restricts it. */
export function text(
  doc: string,
  initial: string,
  rule: { readonly pattern?: RegExp; readonly allowed?: string } = {},
): Option<string> {
  const schema = rule.pattern === undefined ? z.string() : z.string().regex(rule.pattern);
  return option({ typeName: 'text', schema, initial, doc, allowed: rule.allowed ?? 'a text' });
}

/** A string that is never printed. */
export function secret(doc: string): Option<string> {
  const base = { typeName: 'secret', schema: z.string(), initial: '', doc, allowed: 'a text' };
  return { ...option(base), secret: true };
}

/** A file or folder. */
export function path(doc: string, initial: string): Option<string> {
  const base = { typeName: 'path', schema: z.string(), initial, doc, allowed: 'a path' };
  return { ...option(base), path: true };
}

export function flag(doc: string, initial: boolean, extras: Extras = {}): Option<boolean> {
  const words: Record<string, boolean> = { true: true, false: false };
  return option({
    typeName: 'true or false',
    schema: z.boolean(),
    initial,
    doc,
    allowed: 'true or false',
    live: extras.live ?? false,
    read: (value) => words[value] ?? value,
  });
}

export function integer(doc: string, initial: number, range: Range = {}): Option<number> {
  return numeric('whole number', z.int(), doc, initial, range);
}

export function number(doc: string, initial: number, range: Range = {}): Option<number> {
  return numeric('number', z.number(), doc, initial, range);
}

/** Milliseconds; `1.5s`, `10min`, `24h` are read too. */
export function durationMs(doc: string, initial: number, range: Range = {}): Option<number> {
  return amount('duration, ms', TIME_UNITS, doc, initial, range);
}

/** Bytes; `64KiB`, `4GiB` are read too. */
export function bytes(doc: string, initial: number, range: Range = {}): Option<number> {
  return amount('size, bytes', BYTE_UNITS, doc, initial, range);
}

export function choice<const V extends readonly string[]>(
  doc: string,
  initial: V[number],
  values: V,
  extras: Extras = {},
): Option<V[number]> {
  return option<V[number]>({
    typeName: values.join(' \\| '),
    schema: z.enum(values),
    initial,
    doc,
    allowed: values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`,
    choices: values,
    live: extras.live ?? false,
  });
}

/** A YAML sequence; comma-separated in env and flags. */
export function list(
  doc: string,
  initial: readonly string[],
  rule: { readonly pattern: RegExp; readonly allowed: string },
): Option<readonly string[]> {
  return option<readonly string[]>({
    typeName: 'list',
    schema: z.array(z.string().regex(rule.pattern)),
    initial,
    doc,
    allowed: `a list of ${rule.allowed}`,
    read: (value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
  });
}

/** A port to listen on; 0 takes any free one. */
export function port(doc: string, initial: number, use: PortUse): Option<number> {
  return { ...integer(doc, initial, { min: 0, max: 65_535 }), typeName: 'port', port: use };
}

function numeric(
  typeName: string,
  schema: z.ZodNumber | z.ZodInt,
  doc: string,
  initial: number,
  range: Range,
): Option<number> {
  return option({
    typeName,
    schema: within(schema, range),
    initial,
    doc,
    allowed: `a ${typeName}${rangeText(range, String)}`,
    live: range.live ?? false,
    read: (value) =>
      /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value.trim()) ? Number(value.trim()) : value,
  });
}

function amount(
  typeName: string,
  units: AmountUnits,
  doc: string,
  initial: number,
  range: Range,
): Option<number> {
  const what = `a number of ${units.base} or ${units.example}`;
  return option({
    typeName,
    schema: within(z.number(), { min: 0, ...range }),
    initial,
    doc,
    allowed: `${what}${rangeText(range, (value) => units.format(value))}`,
    live: range.live ?? false,
    read: (value) => parseAmount(value, units) ?? value,
  });
}

function within(schema: z.ZodNumber | z.ZodInt, range: Range): z.ZodType<number> {
  const low = range.min === undefined ? schema : schema.min(range.min);
  return range.max === undefined ? low : low.max(range.max);
}

function rangeText(range: Range, format: (value: number) => string): string {
  if (range.min !== undefined && range.max !== undefined) {
    return ` from ${format(range.min)} to ${format(range.max)}`;
  }
  if (range.min !== undefined) return `, at least ${format(range.min)}`;
  return range.max === undefined ? '' : `, at most ${format(range.max)}`;
}

function option<T>(
  given: Pick<Option<T>, 'typeName' | 'schema' | 'initial' | 'doc' | 'allowed'> &
    Partial<Option<T>>,
): Option<T> {
  return {
    kind: 'option',
    choices: [],
    secret: false,
    path: false,
    live: false,
    port: null,
    read: (value) => value,
    ...given,
  };
}
