import { type Credentials, readPlatform } from '../platform-file.ts';

/** Which platform a command is for, as its options say: `--url`, `--sid` and `--token`, or the folder of the one that runs here. */
type Named = {
  readonly url?: string | undefined;
  readonly sid?: string | undefined;
  readonly token?: string | undefined;
  readonly directory: string;
};

/** Where the platform is and the operator's credentials; `controlUrl` turns the clock of one that runs here. */
type Chosen = {
  readonly url: string;
  readonly operator: Credentials;
  readonly controlUrl: string | undefined;
};

/** Finds the platform that a command is for. A problem is one sentence that says what to do. */
export function chosenPlatform({ url, sid, token, directory }: Named): Chosen | { readonly problem: string } {
  if (url !== undefined && sid !== undefined && token !== undefined) {
    const operator = { accountSid: sid, authToken: token };
    return { url: url.replace(/\/+$/, ''), operator, controlUrl: undefined };
  }
  if ([url, sid, token].some((value) => value !== undefined))
    return { problem: '--url, --sid and --token are given together or not at all' };
  const platform = readPlatform(directory);
  if (platform !== undefined)
    return { url: platform.platform.url, operator: platform.operator, controlUrl: platform.control.url };
  return {
    problem: `No platform runs in ${directory}: start one with npm start, or name one by --url, --sid and --token`,
  };
}
