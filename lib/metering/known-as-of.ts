const keysMax = 1_000;

/**
 * Keeps what `load` answered, for questions about instants before it was loaded. What takes effect in the past cannot be
 * changed any more (profiles and plan versions are only accepted for the future), so such an answer is exact, however
 * old; for a later instant it is loaded again. Instants are epoch milliseconds of the platform's clock.
 */
export function knownAsOf<Value>(
  load: (key: string) => Promise<Value>,
): (key: string, instant: number, now: number) => Promise<Value> {
  const kept = new Map<string, { readonly value: Promise<Value>; readonly loadedAt: number }>();
  return (key, instant, now) => {
    const found = kept.get(key);
    if (found !== undefined && instant < found.loadedAt) return found.value;
    if (kept.size >= keysMax) kept.clear();
    const value = load(key);
    kept.set(key, { value, loadedAt: now });
    value.catch(() => kept.delete(key)); // An outage must not outlive itself.
    return value;
  };
}
