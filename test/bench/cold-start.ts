import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const load = `
  const before = process.cpuUsage();
  require(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
`;

/**
 * Milliseconds of CPU that a fresh Node process takes to load each bundle: medians of rounds in which all take turns.
 * CPU time, since a wall clock on a busy machine measures the machine.
 */
export async function coldStarts(files: readonly string[], rounds: number): Promise<number[]> {
  const times: number[][] = files.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, file] of files.entries()) {
      const { stdout } = await run(process.execPath, ['--enable-source-maps', '-e', load, file], {
        env: { ...process.env, AWS_REGION: 'us-east-1' },
      });
      times[index]?.push(Number(stdout));
    }
  }
  return times.map(median);
}

/** The middle value; of an even count the lower one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
