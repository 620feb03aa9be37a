import { resolve } from 'node:path';
import { type Platform, readPlatform, type Tenant } from './platform-file.ts';
import { authorityIn } from './twilio/authority.ts';
import { commandEnvironment } from './twilio/command-environment.ts';
import { readTwilioOptions, type TwilioOptions, twilioHelp } from './twilio/options.ts';
import { startProxy } from './twilio/proxy.ts';
import { CannotRun, runCommand } from './twilio/run-command.ts';
import { writeTrustFiles } from './twilio/trust-files.ts';

/** `npm run twilio`: runs a program, unchanged, for which the platform here is api.twilio.com. */
const options = readTwilioOptions(process.argv.slice(2));
if (options === 'help') process.stdout.write(twilioHelp);
else if ('problem' in options) fail(options.problem, 1);
else await run(options);

async function run({ command, tenant, credentials, directory }: TwilioOptions): Promise<void> {
  const platform = readPlatform(directory);
  if (platform === undefined) return fail(`No platform runs in ${directory}: start one with npm start`, 1);
  const whose = tenantOf(platform, tenant);
  if (whose === undefined) {
    const names = platform.tenants.map(({ friendlyName, accountSid }) => `${friendlyName} (${accountSid})`).join(', ');
    return fail(`There is no tenant ${tenant}. There are: ${names}`, 1);
  }
  const authority = authorityIn(directory, Date.now());
  const platformUrl = platform.platform.url;
  const proxy = await startProxy({ platformUrl, authority, report });
  const environment = commandEnvironment(process.env, {
    proxyUrl: proxy.url,
    platformUrl,
    controlUrl: platform.control.url,
    trust: writeTrustFiles(resolve(directory), authority.certificate),
    tenant: credentials ? whose : undefined,
  });
  try {
    process.exitCode = await runCommand(command, environment, process.env['INIT_CWD'] ?? process.cwd());
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    fail(error.message, error.exitCode);
  } finally {
    await proxy.close();
  }
}

function tenantOf({ tenants }: Platform, wanted: string | undefined): Tenant | undefined {
  if (wanted === undefined) return tenants[0];
  return tenants.find(({ friendlyName, accountSid }) => friendlyName === wanted || accountSid === wanted);
}

function report(line: string): void {
  process.stderr.write(`npm run twilio: ${line}\n`);
}

function fail(problem: string, exitCode: number): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = exitCode;
}
