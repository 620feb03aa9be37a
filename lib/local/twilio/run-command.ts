import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { whenOrphaned } from '../when-orphaned.ts';

const notFound = 127;
const notAllowed = 126;

/**
 * Runs a program with this one's terminal, and hands on the signals that ask it to end. Answers its exit code; of a
 * program that a signal ended 128 and the signal's number, as shells do. Throws, with a sentence and `exitCode`, when it
 * cannot be run.
 */
export async function runCommand(
  [name, ...rest]: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv,
  folder: string,
): Promise<number> {
  const program = spawn(name, rest, { stdio: 'inherit', env: environment, cwd: folder });
  const pass = (signal: NodeJS.Signals) => {
    if (signal === 'SIGINT' && process.stdin.isTTY === true) return; // the terminal has sent it to both
    program.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  whenOrphaned(() => program.kill('SIGTERM'));
  try {
    const [code, signal] = (await once(program, 'close')) as [number | null, NodeJS.Signals | null];
    return signal === null ? (code ?? 0) : 128 + constants.signals[signal];
  } catch (error) {
    throw cannotRun(name, error as NodeJS.ErrnoException);
  }
}

/** The program could not be run; shells end with this code then. */
export class CannotRun extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

function cannotRun(name: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT') return new CannotRun(`There is no program ${name}`, notFound);
  if (error.code === 'EACCES') return new CannotRun(`${name} may not be run`, notAllowed);
  return error;
}
