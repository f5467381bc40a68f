import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { AtlasError } from '@atlasnet/schemas';
import { CONFIG_KEYS, CONFIG_SECTIONS, findKey, isSection } from './keys-of-table.ts';
import { describeSource, type ConfigIssue, type Given } from './source.ts';
import { suggestion } from './suggest.ts';

/** A configuration file is read up to this size: it is written by hand. */
const FILE_BYTES_MAX = 1024 * 1024;

/** What a file says: the values of known keys, and what is wrong with the rest. */
export interface FileContent {
  readonly given: readonly Given[];
  readonly issues: readonly ConfigIssue[];
}

/**
 * Reads a YAML configuration file, keeping the line of every value.
 * @throws AtlasError ATLAS_CONFIG_UNREADABLE when there is no such file, or it is not YAML
 */
export function readConfigFile(file: string): FileContent {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new AtlasError(
      'ATLAS_CONFIG_UNREADABLE',
      `the configuration file ${file} cannot be read`,
      {
        cause: error,
        details: { file },
        hint: 'Give an existing file with --config, or none to take the defaults.',
      },
    );
  }
  if (text.length > FILE_BYTES_MAX) {
    throw new AtlasError('ATLAS_CONFIG_UNREADABLE', `the configuration file ${file} is over 1 MiB`);
  }
  return parseConfigText(text, file);
}

/** The same for text at hand; `file` names it in errors. */
export function parseConfigText(text: string, file: string): FileContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors[0];
  if (syntax !== undefined) {
    const line = lines.linePos(syntax.pos[0]).line;
    const sentence = syntax.message.split('\n')[0] ?? '';
    throw new AtlasError('ATLAS_CONFIG_UNREADABLE', `${file}:${line}: not YAML: ${sentence}`, {
      details: { file, line },
      hint: 'Correct that line.',
    });
  }
  const reader = new Reader(file, lines, document);
  reader.walk(document.contents, []);
  return reader;
}

class Reader implements FileContent {
  readonly given: Given[] = [];
  readonly issues: ConfigIssue[] = [];
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #document: Document;

  constructor(file: string, lines: LineCounter, document: Document) {
    this.#file = file;
    this.#lines = lines;
    this.#document = document;
  }

  walk(node: unknown, path: readonly string[]): void {
    if (node === null || (isScalar(node) && node.value === null)) return; // an empty section
    if (!isMap(node)) {
      const key = path.join('.');
      const what = key === '' ? 'the file' : key;
      this.#refuse(key, node, `${what} must be a section, that is keys with values below it`);
      return;
    }
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
      // A dotted key is read as the sections that it names.
      const childPath = [...path, ...name.split('.')];
      const key = childPath.join('.');
      if (isSection(key)) this.walk(pair.value, childPath);
      else if (findKey(key) === undefined) this.#unknown(key, pair.key);
      else this.#take(key, pair.value ?? pair.key);
    }
  }

  #take(key: string, node: unknown): void {
    const value: unknown = isScalar(node)
      ? node.value
      : isSeq(node) || isMap(node)
        ? node.toJS(this.#document)
        : undefined;
    this.given.push({
      key,
      value,
      source: { kind: 'file', file: this.#file, line: this.#lineOf(node) },
    });
  }

  #unknown(key: string, node: unknown): void {
    const known = [...CONFIG_KEYS, ...CONFIG_SECTIONS].map((entry) => entry.key);
    this.#refuse(key, node, `${key} is no key of the configuration${suggestion(key, known)}`);
  }

  #refuse(key: string, node: unknown, sentence: string): void {
    const source = { kind: 'file', file: this.#file, line: this.#lineOf(node) } as const;
    this.issues.push({ key, where: describeSource(source, key), sentence });
  }

  #lineOf(node: unknown): number {
    const start = (node as Node | null)?.range?.[0];
    return start === undefined ? 1 : this.#lines.linePos(start).line;
  }
}
