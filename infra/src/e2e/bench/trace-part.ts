import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/**
 * Writes the rows of a movement trace from one second to another into a file of its own.
 * @returns how many rows that are
 */
export async function writeTracePart(
  trace: string,
  to: string,
  { fromS, untilS }: { readonly fromS: number; readonly untilS: number },
): Promise<number> {
  const bytes = createReadStream(trace);
  const input = trace.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const out = createWriteStream(to);
  let rows = 0;
  let header = true;
  for await (const line of createInterface({ input })) {
    if (!header) {
      const timeS = Number(line.slice(0, line.indexOf(',')));
      if (timeS < fromS) continue;
      if (timeS >= untilS) break;
      rows++;
    }
    header = false;
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  }
  input.destroy();
  out.end();
  await once(out, 'close');
  return rows;
}
