/**
 * Keeps what `load` found for a key for so long, in a function that stays warm; at most 1,000 keys. That nothing was
 * found is not kept. Measured by the process's own monotonic clock: how old a copy may be has nothing to do with the
 * time that users see.
 */
export function remembered<Value>(
  load: (key: string) => Promise<Value | undefined>,
  options: { readonly forMilliseconds: number },
): (key: string) => Promise<Value | undefined> {
  const kept = new Map<string, { readonly value: Promise<Value | undefined>; readonly until: number }>();
  return (key) => {
    const found = kept.get(key);
    const instant = performance.now();
    if (found !== undefined && found.until > instant) return found.value;
    if (kept.size >= 1_000) kept.clear();
    const value = load(key);
    kept.set(key, { value, until: instant + options.forMilliseconds });
    const forget = () => kept.delete(key);
    value.then((found) => found === undefined && forget(), forget);
    return value;
  };
}
