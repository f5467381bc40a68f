import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The processes of the steps that run. */
const running = new Set();

/** How far a step stands back that runs beside one that watches the clock. */
const BACKGROUND_NICENESS = 10;

/**
 * Runs a command, its output shown (`show`) or kept until it fails; false when it failed or the whole
 * run's time was over. In the `background` it takes what the other steps leave of the processors.
 */
export async function runStep(
  name,
  [command, ...args],
  { deadline, show = false, env = {}, background = false },
) {
  const started = Date.now();
  const left = deadline - started;
  if (left <= 0) {
    console.log(`✗ ${name}: no time left`);
    return false;
  }
  if (show) console.log(`… ${name}`);
  const { code, output, isLate } = await execute(command, args, {
    ...{ left, show, env, background },
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const isGood = code === 0;
  if (!isGood && !show) console.log(output.trimEnd());
  const late = isLate ? ': ended, the time of the whole run is over' : '';
  console.log(`${isGood ? '✓' : '✗'} ${name} (${seconds} s)${late}`);
  return isGood;
}

/** Ends the steps that run, with all their children. */
export function stopRunning() {
  for (const child of running) kill(child);
}

function kill({ pid }) {
  if (pid === undefined) return;
  try {
    // A step leads a process group of its own.
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function standBack({ pid }) {
  if (pid === undefined) return;
  try {
    setPriority(pid, BACKGROUND_NICENESS);
    // Linux shares processors among sessions first, and a step is one of its own.
    writeFileSync(`/proc/${pid}/autogroup`, `${BACKGROUND_NICENESS}`);
  } catch {
    // Gone already, or a system without sessions' shares.
  }
}

function execute(command, args, { left, show, env, background }) {
  return new Promise((resolve) => {
    const output = [];
    let isLate = false;
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      // Steps that run at once would each take a terminal for its own.
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    if (background) standBack(child);
    const timer = setTimeout(() => {
      isLate = true;
      kill(child);
    }, left);
    const heard = (chunk) => void (show ? process.stdout.write(chunk) : output.push(chunk));
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    const done = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output: Buffer.concat(output).toString(), isLate });
    };
    child.once('error', (error) => {
      output.push(Buffer.from(`${command}: ${error.message}`));
      done(1);
    });
    child.once('close', done);
  });
}
