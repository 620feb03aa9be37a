import * as z from 'zod/mini';
import { authTokenOf } from '../../lib/access/account-access.ts';
import { iso8601, rfc2822 } from '../../lib/http/date.ts';
import { currencyCode, instant, named, sidOf } from '../../lib/http/schema.ts';
import type { Account } from '../../lib/store/account.ts';
import { type Configuration, loadConfigurations } from '../../lib/store/configuration.ts';
import { registry } from '../registry.ts';
import { settingsOf } from './settings.ts';

/** Resources that every account has, whatever micro-services are enabled. */
const always = {
  applications: '/Applications.json',
  available_phone_numbers: '/AvailablePhoneNumbers.json',
  incoming_phone_numbers: '/IncomingPhoneNumbers.json',
  keys: '/Keys.json',
  notifications: '/Notifications.json',
  outgoing_caller_ids: '/OutgoingCallerIds.json',
  signing_keys: '/SigningKeys.json',
  usage: '/Usage.json',
};

/** Accounts as Twilio's API answers them. Their auth tokens too: only an account and who may act for it get here. */
export async function accountRepresentations(accounts: readonly Account[]) {
  const names = registry.map(({ name }) => name);
  const configurations = await loadConfigurations(
    accounts.map(({ sid }) => sid),
    names,
  );
  const byAccount = Map.groupBy(configurations, ({ accountSid }) => accountSid);
  return Promise.all(accounts.map((account) => representation(account, byAccount.get(account.sid) ?? [])));
}

/** One account, as `accountRepresentations`. */
export async function accountRepresentation(account: Account) {
  const [only] = await accountRepresentations([account]);
  return only;
}

/** The resources of a micro-service are named once that is enabled. */
async function representation(account: Account, configurations: readonly Configuration[]) {
  const uri = `/2010-04-01/Accounts/${account.sid}`;
  const paths = Object.assign({}, always, ...enabledSubresources(configurations)) as Record<string, string>;
  return {
    sid: account.sid,
    friendly_name: account.friendlyName,
    auth_token: await authTokenOf(account),
    owner_account_sid: account.parentSid ?? account.sid,
    status: account.status,
    type: 'Full',
    date_created: rfc2822(account.createdAt),
    date_updated: rfc2822(account.updatedAt),
    subresource_uris: Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, uri + path])),
    uri: `${uri}.json`,
  };
}

const enabledSubresources = (configurations: readonly Configuration[]) =>
  registry
    .filter((microService) => {
      const own = configurations.find((configuration) => configuration.microService === microService.name);
      return settingsOf(microService, own?.settings).Enabled;
    })
    .map((microService) => microService.subresources);

const shown = {
  Sid: sidOf('AC'),
  FriendlyName: z.string(),
  ParentSid: z.nullable(sidOf('AC')),
  Role: z.enum(['operator', 'tenant']),
  Status: z.enum(['active', 'suspended', 'closing', 'closed']),
  TimeZone: z.string(),
  Currency: currencyCode(),
  DateCreated: instant(),
  DateUpdated: instant(),
};

/** An account as it stands in lists of `/v1`: what Twilio's API has no word for, its zone and currency. */
export const ListedAccount = named('ListedAccount', z.object(shown));

/** An account as `/v1` answers it by itself. */
export const PlatformAccount = named('Account', z.object({ ...shown, AuthToken: z.string() }));

export const listedAccountRepresentation = (account: Account): z.input<typeof ListedAccount> => ({
  Sid: account.sid,
  FriendlyName: account.friendlyName,
  ParentSid: account.parentSid ?? null,
  Role: account.role,
  Status: account.status === 'closed' && account.closedAt === undefined ? 'closing' : account.status,
  TimeZone: account.zone,
  Currency: account.currency,
  DateCreated: iso8601(account.createdAt),
  DateUpdated: iso8601(account.updatedAt),
});

export async function platformAccountRepresentation(account: Account): Promise<z.input<typeof PlatformAccount>> {
  return { ...listedAccountRepresentation(account), AuthToken: await authTokenOf(account) };
}
