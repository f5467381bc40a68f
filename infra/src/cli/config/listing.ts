import { portTable } from './addresses.ts';
import { CONFIG_KEYS, CONFIG_SECTIONS, type ConfigKey } from './keys-of-table.ts';
import type { LoadedConfig } from './load.ts';
import { describeSource, showValue } from './source.ts';
import type { Config } from './table/index.ts';

/** The effective configuration as YAML lines, each with where its value came from. */
export function listConfig(loaded: LoadedConfig): string {
  const rows = CONFIG_KEYS.map((entry) => {
    const source = loaded.sources.get(entry.key) ?? { kind: 'default' as const };
    const value = valueAt(loaded.config, entry.path);
    return [
      `${entry.key}: ${listedValue(entry, value)}`,
      `# ${describeSource(source, entry.key)}`,
    ] as const;
  });
  const width = Math.min(60, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join('\n');
}

/** The effective values as JSON by key; secrets are left out. */
export function listJson(config: Config): string {
  const shown = CONFIG_KEYS.filter((entry) => !entry.option.secret);
  return JSON.stringify(
    Object.fromEntries(shown.map((entry) => [entry.key, valueAt(config, entry.path)])),
    null,
    2,
  );
}

/** Every port in one table. */
export function listPorts(config: Config): string {
  const header = { process: 'process', protocol: 'proto', port: 'port', host: 'binds to' };
  const rows = [{ ...header, use: 'for', key: 'key' }, ...portTable(config)];
  const cells = rows.map((row) => [
    row.process,
    row.protocol,
    row.port,
    row.host,
    row.use,
    row.key,
  ]);
  return alignColumns(cells);
}

/** Every key with its type, default and meaning. */
export function listKeys(): string {
  const lines: string[] = [];
  for (const section of ['', ...CONFIG_SECTIONS.map((entry) => entry.key)]) {
    const own = CONFIG_KEYS.filter((entry) => sectionOf(entry) === section);
    if (own.length === 0) continue;
    lines.push('', `${section}: ${CONFIG_SECTIONS.find((e) => e.key === section)?.doc ?? ''}`);
    for (const entry of own) {
      const initial = listedValue(entry, entry.option.initial);
      lines.push(`  --${entry.key}  [${initial}]`);
      lines.push(`      ${entry.option.doc} Takes ${entry.option.allowed}. Env: ${entry.env}`);
    }
  }
  return lines.slice(1).join('\n');
}

export function sectionOf(entry: ConfigKey): string {
  return entry.path.slice(0, -1).join('.');
}

/** Left-aligned columns, two blanks apart. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function listedValue(entry: ConfigKey, value: unknown): string {
  if (entry.option.secret) return showValue(value, true);
  return typeof value === 'string' && /^[\w./:-]+$/.test(value) ? value : showValue(value);
}

export function valueAt(config: Config, path: readonly string[]): unknown {
  return path.reduce<unknown>((level, name) => (level as Record<string, unknown>)[name], config);
}
