import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The processes of the steps that run. */
const running = new Set();

/**
 * Runs a command, its output shown (`show`) or kept until it fails; false when it failed or the whole
 * run's time was over.
 */
export async function runStep(name, [command, ...args], { deadline, show = false, env = {} }) {
  const started = Date.now();
  const left = deadline - started;
  if (left <= 0) {
    console.log(`✗ ${name}: no time left`);
    return false;
  }
  if (show) console.log(`… ${name}`);
  const { code, output, isLate } = await execute(command, args, { left, show, env });
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

function execute(command, args, { left, show, env }) {
  return new Promise((resolve) => {
    const output = [];
    let isLate = false;
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      detached: true,
    });
    running.add(child);
    const timer = setTimeout(() => {
      isLate = true;
      kill(child);
    }, left);
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
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
