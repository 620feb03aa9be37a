/** Does a piece of work; with its result the milliseconds of CPU that this thread has used, whatever other threads do meanwhile. */
export async function threadCpu<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly milliseconds: number }> {
  const before = process.threadCpuUsage();
  const result = await work();
  const { user, system } = process.threadCpuUsage(before);
  return { result, milliseconds: (user + system) / 1_000 };
}
