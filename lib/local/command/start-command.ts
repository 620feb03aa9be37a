import type { Problem } from './read-options.ts';

/**
 * Starts a command: prints its help, or what is wrong with its command line, or does what was asked. Ends with exit code 1
 * unless it was done.
 */
export async function startCommand<Options extends object>(
  help: string,
  options: Options | 'help' | Problem,
  run: (options: Options) => Promise<void>,
): Promise<void> {
  if (options === 'help') process.stdout.write(help);
  else if (isProblem(options)) {
    process.stderr.write(`${options.problem}\n`);
    process.exitCode = 1;
  } else await run(options);
}

const isProblem = (options: object): options is Problem => 'problem' in options;
