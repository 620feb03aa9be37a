import { parseArgs } from 'node:util';
import { answer, dial, text, texts } from './phone/commands.ts';
import { type Control, controlAt, Refused } from './phone/control.ts';
import { readPlatform } from './platform-file.ts';

const phoneDefault = '+14155550199';

const usage = `A phone in the terminal, on the network of the platform that runs here (npm start).

  npm run phone -- dial +1…             dials a number of a tenant; prints what is said
  npm run phone -- answer               waits for a call to this phone and picks it up
  npm run phone -- text +1… "hello"     sends a text and prints the answer
  npm run phone -- texts                prints the texts that reached this phone

  --from +1…        which phone this is (${phoneDefault}); for answer and texts also as the first word
  --wait seconds    how long text waits for an answer (10)
  --directory DIR   where the platform keeps its platform.json (.local)

In a call, keys 0-9 * # are pressed as you type them, s says something, h or Ctrl-C hangs up. Without a terminal each
line of the input is a step, done when somebody listens: 1234#, say hello, hear press one, wait 2s, hangup.`;

/** What the command line asks for. Throws a TypeError that names an option it does not know. */
function commandOf(words: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      wait: { type: 'string', default: '10' },
      directory: { type: 'string', default: '.local' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name, first, ...rest] = positionals;
  return { ...values, name, first, rest, from: values.from ?? phoneDefault };
}

type Command = ReturnType<typeof commandOf>;

function run(control: Control, { name, first, rest, from, wait }: Command): Promise<void> {
  const print = (line: string) => console.log(line);
  if (name === 'dial' && first !== undefined) return dial(control, from, first, print);
  if (name === 'answer') return answer(control, first ?? from, print);
  if (name === 'texts') return texts(control, first ?? from, print);
  if (name === 'text' && first !== undefined && rest.length > 0) {
    return text(control, { from, to: first, body: rest.join(' '), waitSeconds: Number(wait) }, print);
  }
  throw new Refused(`Not understood.\n\n${usage}`);
}

try {
  const command = commandOf(process.argv.slice(2));
  if (command.help || command.name === undefined) console.log(usage);
  else {
    const platform = readPlatform(command.directory);
    if (platform === undefined) throw new Refused(`No platform runs in ${command.directory}: start one with npm start`);
    await run(controlAt(platform.control.url), command);
  }
} catch (error) {
  const isMisspelt = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof Refused) && !isMisspelt) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
