import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** How a program has ended. */
export type Ended = { readonly code: number | null; readonly output: string; readonly complaints: string };

/** Runs a program to its end, with what it reads from standard input. */
export async function runProgram(
  [name, ...rest]: readonly [string, ...string[]],
  { input = '', ...options }: SpawnOptions & { readonly input?: string } = {},
): Promise<Ended> {
  const program = spawn(name, rest, { ...options, stdio: 'pipe' });
  program.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error; // it does not read its input
  });
  program.stdin.end(input);
  const [[code], output, complaints] = await Promise.all([
    once(program, 'close') as Promise<[number | null]>,
    text(program.stdout),
    text(program.stderr),
  ]);
  return { code, output, complaints };
}

/** Whether a program is here, can be run and succeeds within so many milliseconds. */
export async function succeeds(command: readonly [string, ...string[]], options: SpawnOptions = {}): Promise<boolean> {
  try {
    return (await runProgram(command, { timeout: 20_000, ...options })).code === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
