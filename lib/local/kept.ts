import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON value that is kept in a file of the directory, readable for this user only: made once, then the same at each start. */
export function kept<T>(directory: string, name: string, make: () => T): T {
  const file = join(directory, name);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  return keep(directory, name, make());
}

/** Writes such a value anew. */
export function keep<T>(directory: string, name: string, value: T): T {
  writeFileSync(join(directory, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  return value;
}

/** The key that protects secrets on this machine: base64 of 32 random bytes. */
export const dataKey = (directory: string): string =>
  kept(directory, 'data-key.json', () => randomBytes(32).toString('base64'));

/** The platform's own account at the embedded carrier. */
export const carrierAccount = (directory: string): { accountSid: string; authToken: string } =>
  kept(directory, 'carrier-account.json', () => ({
    accountSid: `AC${randomBytes(16).toString('hex')}`,
    authToken: randomBytes(16).toString('hex'),
  }));
