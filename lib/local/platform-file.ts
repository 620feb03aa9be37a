import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Credentials of an account. */
export type Credentials = { readonly accountSid: string; readonly authToken: string };

/** A demonstration tenant and the number that it has bought. */
export type Tenant = {
  readonly friendlyName: string;
  readonly phoneNumber: string;
  readonly phoneNumberSid: string;
} & Credentials;

/** What `.local/platform.json` tells any program in any language, while the platform runs. */
export type Platform = {
  /** The process that runs it. */
  readonly pid: number;
  readonly platform: { readonly url: string };
  /** The embedded carrier's Twilio-like API, with the platform's own account there. */
  readonly carrier: { readonly url: string } & Credentials;
  /** The simulated phones' control API. */
  readonly control: { readonly url: string };
  readonly console: { readonly url: string };
  readonly operator: Credentials;
  readonly tenants: readonly Tenant[];
  readonly stack: {
    readonly engine: string;
    readonly lambdaUrl: string;
    /** What every function has in its environment. */
    readonly environment: Readonly<Record<string, string>>;
  };
};

const fileIn = (directory: string): string => join(directory, 'platform.json');

/** The platform that runs in a directory; undefined where none does. */
export function readPlatform(directory: string): Platform | undefined {
  const text = textOf(fileIn(directory));
  if (text === undefined) return undefined;
  const platform = JSON.parse(text) as Platform;
  return isAlive(platform.pid) ? platform : undefined;
}

/** A file's text; undefined where it is gone, or never was: a platform may end, and take its files with it, at any moment. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Only this user may read it: it holds credentials. It is there whole or not at all: programs wait for it. */
export function writePlatform(directory: string, platform: Platform): void {
  const file = fileIn(directory);
  writeFileSync(`${file}.new`, `${JSON.stringify(platform, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export const removePlatform = (directory: string): void => rmSync(fileIn(directory), { force: true });

/** Whether a process of that id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
