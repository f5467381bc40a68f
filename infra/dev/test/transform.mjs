// What jest puts every source through: swc, and the language's own objects taken once a module.
//
// In jest's sandbox a global is looked up by interceptors at each use, in a realm that the engine cannot optimise for:
// `Math.imul` in a loop is a call out of the compiled code. As constants of the module they are as fast as elsewhere, and
// simulations take a third of the time.
import swcJest from '@swc/jest';

const NAMES = [
  ...[
    'Array',
    'BigInt',
    'Boolean',
    'DataView',
    'Error',
    'Infinity',
    'JSON',
    'Map',
    'Math',
    'NaN',
    'Number',
  ],
  ...[
    'Object',
    'Promise',
    'RangeError',
    'Reflect',
    'RegExp',
    'Set',
    'String',
    'Symbol',
    'TypeError',
  ],
  ...[
    'Uint8Array',
    'Uint16Array',
    'Uint32Array',
    'Int8Array',
    'Int16Array',
    'Int32Array',
    'Float32Array',
  ],
  ...[
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
    'ArrayBuffer',
    'Buffer',
    'WeakMap',
    'WeakRef',
    'WeakSet',
  ],
];

const swc = swcJest.createTransformer();

export default {
  ...swc,
  process: (source, file, options) => swc.process(withGlobals(source), file, options),
  processAsync: (source, file, options) => swc.processAsync(withGlobals(source), file, options),
  getCacheKey: (source, ...rest) => swc.getCacheKey(withGlobals(source), ...rest),
};

/** The source behind the globals that it uses and does not declare; lines keep their numbers. */
function withGlobals(source) {
  const used = NAMES.filter((name) => {
    const declared = new RegExp(
      `(?:class|function|const|let|var|type|interface) ${name}\\b|import[^;]*\\b${name}\\b[^;]* from`,
    );
    return new RegExp(`(?<![.\\w$])${name}\\b`).test(source) && !declared.test(source);
  });
  return used.length === 0 ? source : `const { ${used.join(', ')} } = globalThis; ${source}`;
}
