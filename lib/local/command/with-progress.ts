import { Listr } from 'listr2';

/**
 * Does one piece of work with its progress shown. What fails is shown, too, and makes the exit code 1.
 * @param work hears `tell`: how far it is, and `titled`, what it has come to
 * @returns what the work returned; undefined where it failed
 */
export async function withProgress<Result>(
  title: string,
  work: (tell: (step: string) => void, titled: (title: string) => void) => Promise<Result>,
): Promise<Result | undefined> {
  const done: Result[] = [];
  const tasks = new Listr([
    {
      title,
      task: async (_, task) => {
        const tell = (step: string) => {
          task.title = `${title}: ${step}`;
          task.output = step;
        };
        const result = await work(tell, (text) => {
          task.title = text;
        });
        done.push(result);
      },
    },
  ]);
  try {
    await tasks.run();
  } catch {
    process.exitCode = 1; // the task shows what went wrong
  }
  return done[0];
}
