import { type ParseArgsConfig, parseArgs } from 'node:util';

/** One sentence that says what is wrong with a command line, and what to do. */
export type Problem = { readonly problem: string };

type Names = NonNullable<ParseArgsConfig['options']>;

/** What every command of a running platform may be told. */
const common = {
  directory: { type: 'string', default: '.local' },
  url: { type: 'string' },
  sid: { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** The lines of a command's help that all have. */
export const commonHelp = `\
  --directory D      the folder of the platform that npm start runs here (default .local)
  --url URL --sid AC… --token T   another platform, and its operator's credentials
  --help             this text
`;

type Read<Own extends Names> = ReturnType<
  typeof parseArgs<{ options: Own & typeof common; allowPositionals: boolean }>
>;

/**
 * Reads a command's own options and those that all have. Anything else is a problem.
 * @param command its name, as `npm run` has it
 * @param takesWords whether words without a name may stand in it
 */
export function readOptions<const Own extends Names>(
  command: string,
  own: Own,
  args: readonly string[],
  takesWords = false,
): Read<Own> | 'help' | Problem {
  try {
    const read = parseArgs({ args: [...args], options: { ...own, ...common }, allowPositionals: takesWords });
    const { help }: { readonly help?: unknown } = read.values;
    return help === true ? 'help' : (read as Read<Own>);
  } catch (error) {
    const wrong = error instanceof Error ? error.message : String(error);
    return { problem: `${wrong}\nnpm run ${command} -- --help tells what there is.` };
  }
}

export const isAccountSid = (text: string): boolean => /^AC[0-9a-f]{32}$/.test(text);
