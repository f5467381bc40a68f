import { expect, test } from '@jest/globals';
import { AtlasError, isErrorCode, isTransient } from './errors.ts';

test('a code is one of the list, whatever objects are made of', () => {
  expect(['ATLAS_LOG_FULL', 'ATLAS_USAGE'].map(isErrorCode)).toEqual([true, true]);
  const none = ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'ATLAS_NONE', ''];
  expect(none.filter(isErrorCode)).toEqual([]);
});

test('what passes by itself is a retriable error, or topics that nobody has made yet', () => {
  const transient = ['ATLAS_LOG_UNREACHABLE', 'ATLAS_LOG_TOPIC_MISSING'] as const;
  expect(transient.map((code) => isTransient(new AtlasError(code, '')))).toEqual([true, true]);
  const lasting = [new AtlasError('ATLAS_LOG_CORRUPT', ''), new Error('away'), null];
  expect(lasting.map(isTransient)).toEqual([false, false, false]);
});
