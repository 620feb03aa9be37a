const dayMilliseconds = 86_400_000;

/** Twilio's date filters: `Name=`, `Name<=`, `Name>=` with a date (whole days, UTC) or an instant; SDKs also write `Name<`, `Name>`. */
export function isInRange(query: URLSearchParams, name: string, epochMs: number | undefined): boolean {
  const on = query.get(name);
  const until = query.get(`${name}<`) ?? query.get(`${name}<=`);
  const since = query.get(`${name}>`) ?? query.get(`${name}>=`);
  if (on === null && until === null && since === null) return true;
  if (epochMs === undefined) return false;
  if (on !== null && !within(on, epochMs)) return false;
  if (since !== null && epochMs < Date.parse(since)) return false;
  return until === null || epochMs < endOf(until);
}

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

const endOf = (text: string) => Date.parse(text) + (isDate(text) ? dayMilliseconds : 1);

const within = (text: string, epochMs: number) => epochMs >= Date.parse(text) && epochMs < endOf(text);
