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
 * @throws AtlasError ATLAS_USAGE when a value is missing
 */
export function splitArguments(words: readonly string[]): SplitArguments {
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
    const isKey = /^--[a-z]+[\w]*(\.\w+)+$/i.test(name);
    if (!isKey && name !== '--config' && name !== '--example') {
      rest.push(word);
      continue;
    }
    const { value, used } = valueOf(name, inline, words[index + 1]);
    index += used;
    if (name === '--config') config = value;
    else if (name === '--example') example = value;
    else flags[name.slice(2)] = value;
  }
  return { flags, config, example, rest };
}

function splitOnce(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function valueOf(
  name: string,
  inline: string | undefined,
  next: string | undefined,
): { value: string; used: number } {
  if (inline !== undefined) return { value: inline, used: 0 };
  const isTruth = findKey(name.slice(2))?.option.typeName === 'true or false';
  if (isTruth && next !== 'true' && next !== 'false') return { value: 'true', used: 0 };
  if (next === undefined || (next.startsWith('--') && next.length > 2)) {
    throw new AtlasError('ATLAS_USAGE', `${name} needs a value`, {
      details: { flag: name },
      hint: `Write ${name} VALUE or ${name}=VALUE.`,
    });
  }
  return { value: next, used: 1 };
}
