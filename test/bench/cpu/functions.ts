import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Cost, Input, Result, Work } from './functions-thread.ts';

/** The functions in a thread of their own. */
export type Functions = {
  /** Has one thing done, after whatever else was asked for; its result, and what it has cost. */
  readonly run: <Name extends Work>(
    work: Name,
    input: Input<Name>,
  ) => Promise<{ readonly result: Result<Name>; readonly cost: Cost }>;
  close(): Promise<void>;
};

/** Has something done in the functions' thread; what it costs is noted under the name, if there is one. */
export type Run = <Name extends Work>(
  name: string | undefined,
  work: Name,
  input: Input<Name>,
) => Promise<Result<Name>>;

/** Starts the thread. It reads the environment as it is now. */
export function startFunctions(): Functions {
  const worker = new Worker(new URL('./functions-thread.ts', import.meta.url));
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work, input) {
      const done = last.then(async () => {
        worker.postMessage({ work, input });
        const [answer] = await once(worker, 'message'); // rejected when the thread fails
        return answer;
      });
      last = done;
      return done;
    },
    async close() {
      await worker.terminate();
    },
  };
}
