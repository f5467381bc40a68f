import { BYTE_UNITS, formatAmount, TIME_UNITS } from './amount.ts';
import { CONFIG_KEYS, CONFIG_SECTIONS, type ConfigKey } from './keys-of-table.ts';
import { listPorts, sectionOf } from './listing.ts';
import { loadConfig } from './load.ts';

const INTRODUCTION = `# Configuration

<!-- Generated from infra/src/cli/config/table by \`npm run generate\`; do not edit. -->

One YAML file configures every process: \`--config FILE\`, or \`ATLASNET_CONFIG\`. Without one the
defaults hold: everything embedded on one machine, bound to loopback. \`--example NAME\` takes
\`examples/NAME/atlasnet.yaml\`.

Every key can also be given by the environment (\`ATLASNET_LOG_DRIVER=kafkajs\`) and as a flag
(\`--log.driver kafkajs\`). A later one wins: default, file, environment, flag. \`atlasnet config\` prints
the effective configuration and where each value came from (secrets redacted); \`atlasnet config
--ports\` every port; \`atlasnet config --keys\` this page as text.

Durations are milliseconds or written with a unit (\`500ms\`, \`1.5s\`, \`10min\`, \`24h\`), sizes bytes or
\`64KiB\`, \`512MiB\`, \`4GiB\`. A list is comma-separated in the environment and in flags. A relative path
in a file counts from the file, elsewhere from the working directory. Keys marked *live* are taken
over when the file changes, without a restart.
`;

/** docs/configuration.md, from the table. */
export function renderConfigurationPage(): string {
  const parts = [INTRODUCTION, '## Ports\n', '```text', listPorts(loadConfig().config), '```\n'];
  for (const section of CONFIG_SECTIONS) {
    const own = CONFIG_KEYS.filter((entry) => sectionOf(entry) === section.key);
    const depth = '#'.repeat(1 + section.key.split('.').length);
    parts.push(`${depth} ${section.key}\n`, `${section.doc}\n`);
    if (own.length === 0) continue;
    parts.push('| key | type | default | what |', '| --- | --- | --- | --- |');
    parts.push(...own.map(keyRow), '');
  }
  return `${parts.join('\n').trimEnd()}\n`;
}

function keyRow(entry: ConfigKey): string {
  const { option, path } = entry;
  const notes = `${option.doc}${option.live ? ' *Live.*' : ''} Env: \`${entry.env}\``;
  return `| \`${path.at(-1)}\` | ${option.typeName} | ${defaultText(entry)} | ${notes} |`;
}

function defaultText({ option }: ConfigKey): string {
  const { initial, typeName } = option;
  if (option.secret || initial === '') return '';
  if (typeof initial === 'number' && typeName.startsWith('duration')) {
    return formatAmount(initial, TIME_UNITS);
  }
  if (typeof initial === 'number' && typeName.startsWith('size')) {
    return formatAmount(initial, BYTE_UNITS);
  }
  return `\`${Array.isArray(initial) ? initial.join(', ') : String(initial)}\``;
}
