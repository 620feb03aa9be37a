import * as z from 'zod';
import type { Invoke } from './invoke.ts';
import { keep, kept } from './kept.ts';
import type { Credentials, Platform, Tenant } from './platform-file.ts';

type Enrolled = Pick<Platform, 'operator' | 'tenants'>;
type TenantSoFar = Omit<Tenant, 'phoneNumber' | 'phoneNumberSid'> & Partial<Tenant>;
/** What is kept: a start may be killed between any two steps. */
type EnrolledSoFar = { readonly operator?: Credentials; readonly tenants: readonly TenantSoFar[] };

const file = 'enrolment.json';
/** The tenants with which a new platform begins. */
const demonstrationTenants: readonly string[] = ['Acme Deliveries', 'Beta Clinic'];

/** The platform refused what its own start asked of it. */
export class EnrolmentRefused extends Error {
  constructor(what: string, answer: string) {
    super(`${what} was refused: ${answer}`);
    this.name = 'EnrolmentRefused';
  }
}

/**
 * The demonstration operator and tenants, each tenant with a number of the carrier's inventory: enrolled at the first
 * start, through the same doors as everyone, and kept. What a start that was killed has made is not made again.
 */
export async function enrol(
  directory: string,
  url: string,
  invoke: Invoke,
  names: readonly string[] = demonstrationTenants,
): Promise<Enrolled> {
  const before = kept<EnrolledSoFar>(directory, file, () => ({ tenants: [] }));
  const operator = before.operator ?? (await enrolOperator(invoke));
  const tenants = [...before.tenants];
  const keepSoFar = () => keep(directory, file, { operator, tenants });
  keepSoFar();
  for (const friendlyName of names.slice(tenants.length)) {
    tenants.push({ friendlyName, ...(await createAccount(url, operator, friendlyName)) });
    keepSoFar();
  }
  for (const [index, tenant] of tenants.entries()) {
    if (tenant.phoneNumber !== undefined) continue;
    tenants[index] = { ...tenant, ...(await buyNumber(url, tenant)) };
    keepSoFar();
  }
  return { operator, tenants: tenants as Tenant[] };
}

async function enrolOperator(invoke: Invoke): Promise<Credentials> {
  const answer = await invoke('enrolOperator', { FriendlyName: 'Operator' });
  const enrolled = z.object({ sid: z.string(), authToken: z.string() }).safeParse(answer);
  if (!enrolled.success) {
    throw new EnrolmentRefused('The operator’s enrolment (npm start -- --fresh begins anew)', JSON.stringify(answer));
  }
  return { accountSid: enrolled.data.sid, authToken: enrolled.data.authToken };
}

async function createAccount(url: string, operator: Credentials, FriendlyName: string): Promise<Credentials> {
  const answer = await ask(operator, 'POST', `${url}/2010-04-01/Accounts.json`, { FriendlyName });
  const account = z.object({ sid: z.string(), auth_token: z.string() }).parse(answer);
  return { accountSid: account.sid, authToken: account.auth_token };
}

async function buyNumber(url: string, tenant: Credentials): Promise<{ phoneNumber: string; phoneNumberSid: string }> {
  const account = `${url}/2010-04-01/Accounts/${tenant.accountSid}`;
  const found = await ask(tenant, 'GET', `${account}/AvailablePhoneNumbers/US/Local.json?PageSize=1`);
  const [available] = z
    .object({ available_phone_numbers: z.array(z.object({ phone_number: z.string() })) })
    .parse(found).available_phone_numbers;
  if (available === undefined) throw new EnrolmentRefused('A number', 'the carrier has none left');
  const PhoneNumber = available.phone_number;
  const bought = await ask(tenant, 'POST', `${account}/IncomingPhoneNumbers.json`, { PhoneNumber });
  return { phoneNumber: PhoneNumber, phoneNumberSid: z.object({ sid: z.string() }).parse(bought).sid };
}

async function ask(
  who: Credentials,
  method: 'GET' | 'POST',
  url: string,
  form?: Record<string, string>,
): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`${who.accountSid}:${who.authToken}`).toString('base64')}`;
  const body = form === undefined ? null : new URLSearchParams(form);
  const answer = await fetch(url, { method, headers: { authorization }, body });
  if (!answer.ok) throw new EnrolmentRefused(`${method} ${url}`, `${answer.status} ${await answer.text()}`);
  return answer.json();
}
