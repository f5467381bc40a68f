import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { AtlasError } from 'atlasnet/world';

/** One row of a trace. */
export interface TraceRow {
  readonly timeS: number;
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly headingDeg: number;
  readonly speedMps: number;
}

/** A row as the library gives it, with the line that it ends on. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const COLUMNS = ['time_s', 'id', 'x_m', 'y_m', 'heading_deg', 'speed_mps'] as const;

function invalid(file: string, line: number, problem: string, hint: string): AtlasError {
  return new AtlasError('ATLAS_TRACE_INVALID', `${file}, line ${line}: ${problem}`, {
    details: { file, line },
    hint,
  });
}

/** Where rows may be, metres per axis. */
export interface TraceBounds {
  readonly min: readonly number[];
  readonly max: readonly number[];
}

/** All rows of one time. */
export interface TraceMoment {
  readonly timeS: number;
  /** Seconds until the next moment; for the last one, as long as the one before it. */
  readonly stepS: number;
  readonly rows: readonly TraceRow[];
}

/**
 * Reads a trace moment by moment, in bounded memory.
 * @throws AtlasError ATLAS_TRACE_INVALID naming file, line and column
 */
export async function* readMoments(
  file: string,
  bounds?: TraceBounds,
): AsyncGenerator<TraceMoment> {
  let rows: TraceRow[] = [];
  let stepS = 1;
  for await (const row of readTrace(file, bounds)) {
    if (rows.length > 0 && row.timeS !== rows[0].timeS) {
      stepS = row.timeS - rows[0].timeS;
      yield { timeS: rows[0].timeS, stepS, rows };
      rows = [];
    }
    rows.push(row);
  }
  if (rows.length > 0) yield { timeS: rows[0].timeS, stepS, rows };
}

/**
 * Reads a trace, CSV or CSV.gz, row by row in bounded memory.
 * @throws AtlasError ATLAS_TRACE_INVALID naming file, line and column
 */
export async function* readTrace(file: string, bounds?: TraceBounds): AsyncGenerator<TraceRow> {
  if (!existsSync(file)) {
    throw new AtlasError('ATLAS_TRACE_INVALID', `the trace ${file} does not exist`, {
      details: { file },
      hint: 'give another file with --trace',
    });
  }
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const rows = text.pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  text.on('error', (error: Error) => rows.destroy(error));
  let line = 0;
  let timeS = -Infinity;
  let header = true;
  try {
    for await (const { record, info } of rows as AsyncIterable<Parsed>) {
      line = info.lines;
      if (header) {
        checkHeader(file, record);
        header = false;
        continue;
      }
      const row = readRow(file, line, record);
      if (row.timeS < timeS) {
        const problem = `time_s goes back from ${timeS} to ${row.timeS}`;
        throw invalid(file, line, problem, 'sort the rows by time_s');
      }
      timeS = row.timeS;
      if (bounds) checkPlace(file, line, row, bounds);
      yield row;
    }
    if (timeS === -Infinity) throw invalid(file, line + 1, 'no rows', 'give a trace that has some');
  } catch (error) {
    if (error instanceof AtlasError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw invalid(file, line + 1, why, 'the file is damaged or no CSV');
  }
}

function checkHeader(file: string, cells: readonly string[]): void {
  if (COLUMNS.every((name, i) => cells[i] === name)) return;
  throw invalid(file, 1, `the header is not ${COLUMNS.join(',')}`, 'name the columns so, in order');
}

function checkPlace(file: string, line: number, row: TraceRow, { min, max }: TraceBounds): void {
  [row.x, row.y].forEach((value, axis) => {
    if (value >= min[axis] && value <= max[axis]) return;
    const problem = `${COLUMNS[2 + axis]} is ${value}, outside the world (${min[axis]}…${max[axis]})`;
    throw invalid(file, line, problem, 'move the trace, or enlarge the world in world.ts');
  });
}

function readRow(file: string, line: number, cells: readonly string[]): TraceRow {
  if (cells.length !== COLUMNS.length) {
    const problem = `${cells.length} columns instead of ${COLUMNS.length}`;
    throw invalid(file, line, problem, `each row has ${COLUMNS.join(', ')}`);
  }
  const values = cells.map((cell, i) => {
    const value = cell.trim() === '' ? Number.NaN : Number(cell);
    if (Number.isFinite(value)) return value;
    throw invalid(file, line, `${COLUMNS[i]} is "${cell}", not a number`, 'correct the cell');
  });
  const [timeS, id, x, y, headingDeg, speedMps] = values;
  if (!Number.isSafeInteger(id) || id < 0 || id >= 2 ** 31) {
    throw invalid(
      file,
      line,
      `id is ${id}, not a whole number below 2^31`,
      'renumber the vehicles',
    );
  }
  return { timeS, id, x, y, headingDeg, speedMps };
}
