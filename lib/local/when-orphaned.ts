const lookEveryMilliseconds = 250;

/** Tells once that the npm which ran this script is gone: a signal to npm alone ends npm and its shell, but does not reach this process. */
export function whenOrphaned(tell: () => void): void {
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    tell();
  }, lookEveryMilliseconds);
  watch.unref();
}
