const unitMilliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A length of time: milliseconds, or a text such as `500ms`, `2s`, `1.5m`, `1h`, `3d`. */
export type Duration = number | string;

/** A duration in whole milliseconds. Throws a RangeError that names the text if it is none. */
export function millisecondsOf(duration: Duration): number {
  if (typeof duration === 'number') return checked(duration, String(duration));
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration.trim()) ?? [];
  if (amount === undefined || unit === undefined)
    throw new RangeError(`"${duration}" is no duration such as 500ms, 2s, 1m or 1h`);
  return checked(Number(amount) * unitMilliseconds[unit as keyof typeof unitMilliseconds], duration);
}

function checked(milliseconds: number, given: string): number {
  const whole = Math.round(milliseconds);
  if (!Number.isSafeInteger(whole) || whole < 0)
    throw new RangeError(`"${given}" is no duration of zero or more milliseconds`);
  return whole;
}
