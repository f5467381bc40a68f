/** Units that a number may be written with. */
export interface AmountUnits {
  readonly base: string;
  readonly example: string;
  /** Factor by suffix, largest last. */
  readonly factors: readonly (readonly [suffix: string, factor: number])[];
  format(value: number): string;
}

export const TIME_UNITS: AmountUnits = {
  base: 'milliseconds',
  example: 'a duration such as 500ms, 1.5s, 10min, 24h',
  factors: [
    ['ms', 1],
    ['s', 1000],
    ['min', 60_000],
    ['h', 3_600_000],
    ['d', 86_400_000],
  ],
  format: (value) => formatAmount(value, TIME_UNITS),
};

export const BYTE_UNITS: AmountUnits = {
  base: 'bytes',
  example: 'a size such as 64KiB, 512MiB, 4GiB',
  factors: [
    ['B', 1],
    ['KiB', 1024],
    ['MiB', 1024 ** 2],
    ['GiB', 1024 ** 3],
    ['TiB', 1024 ** 4],
  ],
  format: (value) => formatAmount(value, BYTE_UNITS),
};

/** `1.5s` → 1500; a plain number is in the base unit; null when it is neither. */
export function parseAmount(value: string, units: AmountUnits): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value.trim());
  if (match === null) return null;
  const suffix = (match[2] ?? '').toLowerCase();
  if (suffix === '') return Number(match[1]);
  const unit = units.factors.find(([name]) => name.toLowerCase() === suffix);
  return unit === undefined ? null : Number(match[1]) * unit[1];
}

/** The largest unit that writes the value without more than two decimals. */
export function formatAmount(value: number, units: AmountUnits): string {
  const fitting = units.factors.filter(
    ([, factor]) => value >= factor && Number.isInteger((value * 100) / factor),
  );
  const [suffix, factor] = fitting.at(-1) ?? units.factors[0] ?? ['', 1];
  return value === 0 ? '0' : `${value / factor}${suffix}`;
}
