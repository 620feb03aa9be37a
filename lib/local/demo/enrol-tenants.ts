import type { Twilio } from 'twilio';
import { localClient } from '../../../docs/sdk/node/local-client.ts';
import { type PlatformClient, platformClient } from '../command/platform-client.ts';
import type { Credentials } from '../platform-file.ts';
import { clinicProgram } from './clinic-program.ts';
import { courierProgram } from './courier-program.ts';
import { type Program, startProgram } from './program.ts';
import { type TenantKey, tenantKeys, tenants } from './tenants.ts';

/** A tenant that is enrolled: its account, its program, its two numbers. */
export type Tenant = {
  readonly key: TenantKey;
  readonly accountSid: string;
  readonly authToken: string;
  readonly client: Twilio;
  readonly program: Program;
  readonly numbers: Readonly<Record<'main' | 'team', string>>;
};
export type Tenants = Readonly<Record<TenantKey, Tenant>>;

const answers = { courier: courierProgram, clinic: clinicProgram } as const;

/**
 * The operator enrols the tenants and gives each its rate plan; each tenant starts its program, buys two numbers and maps
 * them to it. The programs end with `running`.
 */
export async function enrolTenants(
  url: string,
  operator: Credentials,
  running: AsyncDisposableStack,
): Promise<Tenants> {
  const api = platformClient(url, operator);
  const enrolled: Partial<Record<TenantKey, Tenant>> = {};
  for (const key of tenantKeys) enrolled[key] = await enrolTenant(url, api, key, running);
  return enrolled as Tenants;
}

async function enrolTenant(
  url: string,
  operator: PlatformClient,
  key: TenantKey,
  running: AsyncDisposableStack,
): Promise<Tenant> {
  const { name, zone, areaCode, plan } = tenants[key];
  const account = await operator.json<{ Sid: string; AuthToken: string }>('POST', '/v1/Accounts', {
    FriendlyName: name,
    TimeZone: zone,
    Currency: plan.Currency,
  });
  await operator.json('POST', '/v1/RatePlans', plan);
  await operator.json('POST', `/v1/Accounts/${account.Sid}/Profiles`, {
    MicroService: '*',
    Plan: plan.Plan,
    ValidFrom: plan.EffectiveFrom,
  });
  const client = localClient(url, account.Sid, account.AuthToken);
  const program = await startProgram(account.AuthToken, answers[key]);
  running.defer(program.close);
  const [main, team] = await client.availablePhoneNumbers('US').local.list({ areaCode, limit: 2 });
  const numbers = {
    main: await buy(client, main?.phoneNumber, `${program.url}/voice`, program),
    team: await buy(client, team?.phoneNumber, `${program.url}/team`, program),
  };
  return { key, accountSid: account.Sid, authToken: account.AuthToken, client, program, numbers };
}

async function buy(client: Twilio, phoneNumber: string | undefined, voiceUrl: string, { url }: Program) {
  if (phoneNumber === undefined) throw new Error('The carrier has no number left for the demo');
  const smsUrl = `${url}/sms`;
  const statusCallback = `${url}/events/call`;
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber, voiceUrl, smsUrl, statusCallback });
  return bought.phoneNumber;
}
