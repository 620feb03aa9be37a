import { readFileSync } from 'node:fs';
import type { Credentials } from './gateway.ts';

/** What stands in every sample of events/ for an account and its token. */
const sample: Credentials = { sid: `AC${'a'.repeat(32)}`, authToken: 'b'.repeat(32) };

const basic = ({ sid, authToken }: Credentials): string => Buffer.from(`${sid}:${authToken}`).toString('base64');

/** A sample event of events/ with a living account in it, and other SIDs where `replacing` says so. */
export function sampleEvent<Event>(
  name: string,
  account: Credentials,
  replacing: Readonly<Record<string, string>> = {},
): Event {
  const all = { [basic(sample)]: basic(account), [sample.sid]: account.sid, ...replacing };
  const text = readFileSync(`events/${name}.json`, 'utf8');
  return JSON.parse(Object.entries(all).reduce((changed, [from, to]) => changed.replaceAll(from, to), text));
}
