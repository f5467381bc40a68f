import { AtlasError } from '@atlasnet/schemas';

/** Where a value came from. */
export type Source =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'flag' };

/** A value as it was given, before it is checked. */
export interface Given {
  readonly key: string;
  readonly value: unknown;
  readonly source: Source;
}

/** One thing that is wrong with the configuration, as one sentence. */
export interface ConfigIssue {
  readonly where: string;
  readonly sentence: string;
  readonly key: string;
}

/** `atlasnet.yaml:12`, `ATLASNET_LOG_DRIVER`, `--log.driver`, `default`. */
export function describeSource(source: Source, key: string): string {
  if (source.kind === 'file') return `${source.file}:${source.line}`;
  if (source.kind === 'env') return source.name;
  return source.kind === 'flag' ? `--${key}` : 'default';
}

/** A value as errors and listings show it; secrets are not shown. */
export function showValue(value: unknown, secret = false): string {
  if (secret) return value === '' ? "''" : '(redacted)';
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value);
}

/** All that is wrong, as one error: a line each. */
export function configError(issues: readonly ConfigIssue[]): AtlasError {
  const first = issues[0];
  const lines = issues.map((issue) => `${issue.where}: ${issue.sentence}`);
  return new AtlasError('ATLAS_CONFIG_INVALID', lines.join('\n'), {
    details: first === undefined ? {} : { key: first.key, where: first.where },
    hint: '`atlasnet config --keys` lists every key with what it takes.',
  });
}
