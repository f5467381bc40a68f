import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { TraceRow } from '@atlasnet/heuristic';
import { AtlasError } from '@atlasnet/schemas';
import { parse } from 'csv-parse';

const COLUMNS = ['time_s', 'id', 'x_m', 'y_m'] as const;

/**
 * The rows of a movement trace, CSV or CSV.gz, in bounded memory. Columns are found by name; more of
 * them do no harm.
 * @throws AtlasError ATLAS_TRACE_INVALID naming file, line and column
 */
export async function* readTraceFile(file: string): AsyncGenerator<TraceRow> {
  if (!existsSync(file)) throw invalid(file, 'it does not exist', 'give another with --trace');
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const rows = text.pipe(parse({ bom: true, columns: true, info: true, skip_empty_lines: true }));
  text.on('error', (error: Error) => rows.destroy(error));
  let newestS = -Infinity;
  try {
    for await (const { record, info } of rows as AsyncIterable<Parsed>) {
      const [timeS, id, xM, yM] = COLUMNS.map((name) => numberOf(file, info.lines, record, name));
      if (timeS < newestS) {
        const problem = `time_s goes back from ${newestS} to ${timeS}`;
        throw invalid(`${file}, line ${info.lines}`, problem, 'sort the rows by time_s');
      }
      newestS = timeS;
      yield { timeS, id, xM, yM };
    }
    if (newestS === -Infinity) throw invalid(file, 'it has no row', 'give a trace that has some');
  } catch (error) {
    if (error instanceof AtlasError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw invalid(file, why, 'the file is damaged or no CSV');
  }
}

interface Parsed {
  readonly record: Readonly<Record<string, string | undefined>>;
  readonly info: { readonly lines: number };
}

function numberOf(file: string, line: number, record: Parsed['record'], name: string): number {
  const cell = record[name];
  if (cell === undefined) {
    throw invalid(file, `it has no column ${name}`, `a trace has ${COLUMNS.join(', ')}`);
  }
  const value = cell.trim() === '' ? Number.NaN : Number(cell);
  if (Number.isFinite(value)) return value;
  throw invalid(`${file}, line ${line}`, `${name} is "${cell}", not a number`, 'correct the cell');
}

function invalid(place: string, problem: string, hint: string): AtlasError {
  return new AtlasError('ATLAS_TRACE_INVALID', `${place}: ${problem}`, {
    details: { place },
    hint,
  });
}
