import { parseArgs } from 'node:util';

/** What `npm run twilio` was asked. */
export type TwilioOptions = {
  readonly command: readonly [string, ...string[]];
  /** A tenant's name or account SID; undefined: the first. */
  readonly tenant: string | undefined;
  readonly credentials: boolean;
  readonly directory: string;
};

export const twilioHelp = `npm run twilio -- [options] COMMAND [its arguments]

Runs any program, unchanged, against the platform that runs here (npm start). For it and the programs that it starts the
platform is api.twilio.com: their requests go through a proxy of this command, which refuses all other hosts. This machine
(localhost) is reached directly, and so is what NO_PROXY names.

  npm run twilio -- python app.py
  npm run twilio -- curl -s https://api.twilio.com/2010-04-01/Accounts.json

  --tenant NAME       whose TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER the program gets: a name or an
                      account's SID (default: the first tenant)
  --no-credentials    leave these as they are
  --directory D       the folder of the platform (default .local, beside package.json)
  --help              this text

The program runs in the folder in which you are: npm --prefix PATH run twilio -- … from anywhere. npm puts the project's
own Node 24 first; name another by its path. Before 22.21, Node's fetch knows no proxy (the SDK does).
`;

const names = {
  tenant: { type: 'string' },
  'no-credentials': { type: 'boolean', default: false },
  directory: { type: 'string', default: '.local' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the command line: options up to the first other word, which is the program. A problem is one sentence. */
export function readTwilioOptions(words: readonly string[]): TwilioOptions | 'help' | { readonly problem: string } {
  const begins = commandIndex(words);
  const [command, ...rest] = words.slice(begins);
  try {
    const given = parseArgs({ args: words.slice(0, begins), options: names }).values;
    if (given.help) return 'help';
    if (command === undefined) return { problem: `Which program?\n\n${twilioHelp}` };
    const { tenant, directory } = given;
    return { command: [command, ...rest], tenant, credentials: !given['no-credentials'], directory };
  } catch (error) {
    const isMisspelt = Error.isError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!isMisspelt) throw error;
    return { problem: `${error.message}\nnpm run twilio -- --help tells what there is.` };
  }
}

function commandIndex(words: readonly string[]): number {
  let index = 0;
  while (words[index]?.startsWith('-')) {
    if (words[index] === '--') return index + 1;
    index += words[index] === '--tenant' || words[index] === '--directory' ? 2 : 1;
  }
  return index;
}
