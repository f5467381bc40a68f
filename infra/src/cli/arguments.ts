import { AtlasError } from '@atlasnet/schemas';
import { findKey } from './config/keys-of-table.ts';

/** Command line words, parted into those of the configuration and the command's own. */
export interface SplitArguments {
  /** Configuration by key. */
  readonly flags: Readonly<Record<string, string>>;
  readonly config: string | undefined;
  readonly example: string | undefined;
  readonly rest: readonly string[];
}

/**
 * Takes the configuration's flags out of the arguments: `--log.driver kafkajs`, `--log.driver=kafkajs`,
 * and for truth values `--watchdog.spawn` alone. They all have a dot, a command's own flags have none.
 * With `--example` its section needs no prefix: `--trace FILE` is `--example.trace FILE`.
 * @param own the command's own flags (`--fresh`), which come before an example's of the same name
 * @throws AtlasError ATLAS_USAGE when a value is missing
 */
export function splitArguments(
  words: readonly string[],
  own: ReadonlySet<string> = new Set(),
): SplitArguments {
  const hasExample = words.some((word) => /^--example(=|$)/.test(word));
  const flags: Record<string, string> = {};
  const rest: string[] = [];
  let config: string | undefined;
  let example: string | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      rest.push(...words.slice(index));
      break;
    }
    const [name, inline] = splitOnce(word);
    const isShort = hasExample && !own.has(name) && findKey(exampleKey(name)) !== undefined;
    const key = isShort ? exampleKey(name) : name.slice(2);
    const isKey = isShort || /^--[a-z]+[\w]*(\.\w+)+$/i.test(name);
    if (!isKey && name !== '--config' && name !== '--example') {
      rest.push(word);
      continue;
    }
    const { value, used } = valueOf(name, key, inline, words[index + 1]);
    index += used;
    if (name === '--config') config = value;
    else if (name === '--example') example = value;
    else flags[key] = value;
  }
  return { flags, config, example, rest };
}

/** `--trace` → `example.trace`. */
function exampleKey(name: string): string {
  return name.startsWith('--') ? `example.${name.slice(2)}` : '';
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function valueOf(
  name: string,
  key: string,
  inline: string | undefined,
  next: string | undefined,
): { value: string; used: number } {
  if (inline !== undefined) return { value: inline, used: 0 };
  const isTruth = findKey(key)?.option.typeName === 'true or false';
  if (isTruth && next !== 'true' && next !== 'false') return { value: 'true', used: 0 };
  if (next === undefined || (next.startsWith('--') && next.length > 2)) {
    throw new AtlasError('ATLAS_USAGE', `${name} needs a value`, {
      details: { flag: name },
      hint: `Write ${name} VALUE or ${name}=VALUE.`,
    });
  }
  return { value: next, used: 1 };
}
