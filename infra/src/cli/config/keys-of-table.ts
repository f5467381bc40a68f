import type { Option, Section } from './option.ts';
import { CONFIG_TABLE } from './table/index.ts';

/** A key of the configuration with its names elsewhere. */
export interface ConfigKey {
  /** `log.kafka.brokers` */
  readonly key: string;
  readonly path: readonly string[];
  /** `ATLASNET_LOG_KAFKA_BROKERS` */
  readonly env: string;
  readonly option: Option<unknown>;
}

/** A section's key and what it is for. */
export interface ConfigSection {
  readonly key: string;
  readonly doc: string;
}

/** `log.kafka.requestTimeoutMs` → `ATLASNET_LOG_KAFKA_REQUEST_TIMEOUT_MS`. */
export function envNameOf(key: string): string {
  const snake = key.replaceAll('.', '_').replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `ATLASNET_${snake.toUpperCase()}`;
}

const collected = collect(CONFIG_TABLE as Section<never>, []);

/** Every key, in the table's order. */
export const CONFIG_KEYS: readonly ConfigKey[] = collected.keys;
/** Every section, outer before inner. */
export const CONFIG_SECTIONS: readonly ConfigSection[] = collected.sections;

const byKey = new Map(CONFIG_KEYS.map((entry) => [entry.key, entry]));
const byEnv = new Map(CONFIG_KEYS.map((entry) => [entry.env, entry]));

export const findKey = (key: string): ConfigKey | undefined => byKey.get(key);
export const findEnv = (name: string): ConfigKey | undefined => byEnv.get(name);
export const isSection = (key: string): boolean =>
  CONFIG_SECTIONS.some((section) => section.key === key);

function collect(
  section: Section<never>,
  path: readonly string[],
): { keys: ConfigKey[]; sections: ConfigSection[] } {
  const keys: ConfigKey[] = [];
  const sections: ConfigSection[] = [];
  const children: Record<string, Option<unknown> | Section<never>> = section.children;
  for (const [name, child] of Object.entries(children)) {
    const childPath = [...path, name];
    const key = childPath.join('.');
    if (child.kind === 'option') {
      keys.push({ key, path: childPath, env: envNameOf(key), option: child });
    } else {
      sections.push({ key, doc: child.doc });
      const inner = collect(child, childPath);
      keys.push(...inner.keys);
      sections.push(...inner.sections);
    }
  }
  return { keys, sections };
}
