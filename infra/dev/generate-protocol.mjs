// Generates schemas/generated/ from schemas/proto/. With --check: fails if what is there is stale.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const protoDir = join(root, 'schemas/proto');
const check = process.argv.includes('--check');
const outDir = check
  ? mkdtempSync(join(tmpdir(), 'atlasnet-proto-'))
  : join(root, 'schemas/generated');

const protos = readdirSync(protoDir)
  .filter((name) => name.endsWith('.proto'))
  .sort()
  .map((name) => join(protoDir, name));
// The declarations are made from the comments, so one run keeps them and the other drops them.
pbjs(['--dts']);
pbjs(['--no-comments']);
const code = join(outDir, 'protocol.js');
writeFileSync(code, withOwnFields(withoutNeedlessCalls(readFileSync(code, 'utf8'))));
const declarations = join(outDir, 'protocol.d.ts');
writeFileSync(
  declarations,
  readFileSync(declarations, 'utf8').replace('import Long = require("long");\n', ''),
);
if (check) {
  const stale = ['protocol.js', 'protocol.d.ts'].filter(
    (name) =>
      readFileSync(join(outDir, name), 'utf8') !==
      readFileSync(join(root, 'schemas/generated', name), 'utf8'),
  );
  rmSync(outDir, { recursive: true });
  if (stale.length > 0) {
    console.error(`schemas/generated is stale (${stale.join(', ')}): run npm run generate`);
    process.exit(1);
  }
}

function pbjs(extra) {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/protobufjs-cli/bin/pbjs'),
      ...['-t', 'static-module', '-w', 'esm', '--force-number', '-r', 'atlasnet', '-p', protoDir],
      ...['--no-service', '--no-delimited', '--no-verify', '--no-convert', '--no-typeurl'],
      ...['-o', join(outDir, 'protocol.js'), ...extra],
      ...protos,
    ],
    { stdio: 'inherit' },
  );
}

/**
 * What a generated codec asks the engine for at every field and need not. That a field is the message's own: what its
 * class has instead is the default, which is not written anyway. And to delete all other alternatives of a field,
 * when it is the first of them in its message.
 */
function withoutNeedlessCalls(source) {
  const ownField = / && \$Object\.hasOwnProperty\.call\(message, "\w+"\)/g;
  mustBeThere('a field that has to be the message’s own', source.match(ownField));
  const lines = source.replaceAll(ownField, '').split('\n');
  let declaration = -1;
  let choices = 0;
  for (const [at, line] of lines.entries()) {
    if (/^\s+let end, message\b/.test(line)) declaration = at;
    const [, indent, chosen] = /^(\s+)(message\.body = "\w+";)$/.exec(line) ?? [];
    if (chosen === undefined) continue;
    choices++;
    if (!lines[declaration].includes('chosen')) {
      lines[declaration] = lines[declaration].replace(';', ', chosen = _target;');
    }
    lines[at] = `${indent}if (chosen)\n${indent}    ${chosen}\n${indent}chosen = true;`;
  }
  mustBeThere('one of several alternatives that is chosen', choices);
  return lines.join('\n');
}

/**
 * Has every message hold all of its fields from the start. As generated it holds those that were read, in their
 * order, and finds the others by its class: messages of one kind are then of as many shapes as there are choices of
 * fields, and whatever reads them asks the engine to look each field up.
 */
function withOwnFields(source) {
  const lines = source.split('\n');
  let begin = -1;
  let fields = 0;
  for (let at = 0; at < lines.length; at++) {
    if (/^\s+const \w+ = function \(properties\) \{$/.test(lines[at])) begin = at + 1;
    const [, name, field, value] = /^\s+(\w+)\.prototype\.(\w+) = (.*);$/.exec(lines[at]) ?? [];
    if (field === undefined || value === '$util.emptyArray') continue;
    const shared = value.startsWith('$util.newBuffer') ? `${name}.prototype.${field}` : null;
    const own = value.startsWith('$util.Long') ? '0' : value;
    lines.splice(begin++, 0, `                this.${field} = ${shared ?? own};`);
    at++;
    fields++;
  }
  mustBeThere('a field’s default', fields);
  return lines.join('\n');
}

/** Another protobufjs may write other lines: then what is looked for has to be looked at anew. */
function mustBeThere(what, found) {
  if (found) return;
  console.error(
    `protobufjs-cli writes no line any more for ${what}: see infra/dev/generate-protocol.mjs`,
  );
  process.exit(1);
}
