import { expect, test } from '@jest/globals';
import { AtlasError, ByteWriter } from '@atlasnet/schemas';
import { readError, readMessage, writeError } from './server-protocol.ts';

const DETAILS = { region: 3, place: 'x', whole: true };

/** An error as the other end may write it. */
function written(...texts: readonly string[]): Uint8Array {
  const writer = new ByteWriter(64);
  for (const text of texts) writer.text(text);
  return writer.slice();
}

test('an error keeps code, text, hint and details on its way', () => {
  const writer = new ByteWriter(64);
  const error = new AtlasError('ATLAS_LOG_FULL', 'full', { hint: 'wait', details: DETAILS });
  writeError(writer, error);
  const read = readError(readMessage(writer.slice()));
  expect(read).toMatchObject({ code: 'ATLAS_LOG_FULL', message: 'full', hint: 'wait' });
  expect(read.details).toEqual(DETAILS);
});

test('what is no error of the closed list, or has no details, is malformed and nothing else', () => {
  const bad = [
    ...['toString', 'constructor', '__proto__', 'hasOwnProperty', 'ATLAS_NONE', ''].map((code) =>
      written(code, 'text', 'hint', '{}'),
    ),
    ...['', '{', 'nonsense', 'null', '7', '[1]', '{"a":{"b":1}}', '{"a":null}'].map((details) =>
      written('ATLAS_LOG_FULL', 'text', 'hint', details),
    ),
  ];
  for (const bytes of bad) {
    expect(() => readError(readMessage(bytes))).toThrow(
      expect.objectContaining({ name: 'AtlasError', code: 'ATLAS_LINK_MALFORMED' }),
    );
  }
});
