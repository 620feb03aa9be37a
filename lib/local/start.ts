import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { Listr } from 'listr2';
import type { Platform } from './platform-file.ts';
import { portDefault, startPlatform } from './start-platform.ts';
import { whenOrphaned } from './when-orphaned.ts';

const help = `npm start -- [--port N] [--directory D] [--fresh]

Runs the whole platform on this machine, until Ctrl-C.

  --port N        port of the API (default ${portDefault}); all other ports are chosen freely
  --directory D   where table, queues, recordings and credentials are kept (default .local)
  --fresh         begin with nothing
  --help          this text

D/platform.json tells any program where everything is. TABLE_ENGINE=dynoxide|dynamodb-local chooses the table's engine.
`;

const options = readOptions();
const interrupted = 128 + constants.signals.SIGINT;

if (options === 'help') process.stdout.write(help);
else await run(options);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        directory: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const port = values.port === undefined ? portDefault : Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port`);
    return { port, fresh: values.fresh, ...(values.directory !== undefined && { directory: values.directory }) };
  } catch (error) {
    return fail(error);
  }
}

async function run(options: { port: number; fresh: boolean; directory?: string }): Promise<void> {
  let stop: () => void = () => process.exit(interrupted); // what has been started so far ends with this process
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  whenOrphaned(() => stop());
  try {
    const platform = await startPlatform({ ...options, reloads: true, progress: shown });
    process.stdout.write(described(platform));
    await new Promise<void>((resolve) => {
      stop = resolve;
    });
    stop = () => undefined; // Ctrl-C again, or npm passing on the same one
    await shown('Stopping', platform.close);
  } catch (error) {
    fail(error);
  }
}

/** Runs a step under its title: a spinner on a terminal, plain lines elsewhere. */
async function shown<T>(title: string, step: () => Promise<T>): Promise<T> {
  const results: T[] = [];
  await new Listr([{ title, task: async () => void results.push(await step()) }], {
    registerSignalListeners: false,
  }).run();
  return results[0] as T;
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

function described({ platform, control, console, operator, tenants, stack }: Platform): string {
  const [first] = tenants;
  const mapped = `${platform.url}/2010-04-01/Accounts/${first?.accountSid}/IncomingPhoneNumbers/${first?.phoneNumberSid}.json`;
  return `
Tallyline runs: ${platform.url}   (table: ${stack.engine}; phones: ${control.url})
Console: ${console.url}   (sign in with one of these)

  operator          ${operator.accountSid}  ${operator.authToken}
${tenants.map(({ friendlyName, accountSid, authToken, phoneNumber }) => `  ${friendlyName.padEnd(16)}  ${accountSid}  ${authToken}  ${phoneNumber}`).join('\n')}

Let a program of yours answer ${first?.phoneNumber}:
  curl -u ${first?.accountSid}:${first?.authToken} -d VoiceUrl=http://localhost:3000/voice ${mapped}
Dial it: npm run phone -- dial ${first?.phoneNumber}
Stop: Ctrl-C
`;
}
