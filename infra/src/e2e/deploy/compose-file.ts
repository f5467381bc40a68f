import { readFileSync } from 'node:fs';
import { AtlasError } from '@atlasnet/schemas';
import { parse } from 'yaml';

/** What a service of a compose file says, as far as processes of ours need it. */
export interface ComposeService {
  readonly image?: string;
  readonly command?: readonly string[];
  /** Whether the engine starts a container again that ended. */
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly deploy?: { readonly replicas?: number };
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly (string | Readonly<Record<string, unknown>>)[];
}

/** A compose file with its variables filled in. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly configs: Readonly<Record<string, { readonly file?: string }>>;
}

/**
 * Reads a compose file as the engine does: merged maps, and `${NAME}`, `${NAME:-default}` and `${NAME:?why}` of `variables`.
 * @throws AtlasError ATLAS_USAGE for a variable that has to be given and is not
 */
export function readComposeFile(
  file: string,
  variables: Readonly<Record<string, string>>,
): ComposeFile {
  const raw: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
  return fillIn(raw, variables) as ComposeFile;
}

function fillIn(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, variables));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillIn(item, variables)]),
  );
}

function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind: string | undefined, rest: string | undefined) => {
      const given = variables[name] ?? '';
      if (given !== '') return given;
      if (kind === '-') return rest ?? '';
      const hint = rest ?? '';
      throw new AtlasError('ATLAS_USAGE', `the variable ${name} has to be set`, { hint });
    },
  );
}
