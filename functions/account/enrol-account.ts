import { newSecret, seal } from '../../lib/access/secret.ts';
import { type Account, putNewAccount } from '../../lib/store/account.ts';
import { putAudit } from '../../lib/store/audit.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { enrolmentWrites } from '../../lib/store/enrolment-writes.ts';
import { type Profile, putNewProfiles } from '../../lib/store/profiles.ts';
import { listKeys } from '../../lib/store/resource.ts';

/** Who is to be enrolled: zone an IANA name, currency an ISO 4217 code, both for life. */
export type Enrolment = {
  readonly sid: string;
  readonly role: Account['role'];
  /** Absent for the operator alone. */
  readonly parentSid: string | undefined;
  readonly friendlyName: string;
  readonly zone: string;
  readonly currency: string;
  /** The rate plans by which the account pays, until they are changed. */
  readonly profiles: Profile[];
  /** The account whose credentials were used, or `invocation`. */
  readonly by: string;
  readonly at: number;
};

/** A new account and its auth token in the clear. */
type Enrolled = { readonly account: Account; readonly authToken: string };

/**
 * Enrols an account in one transaction: the account with its first key, its billing profile, the audit record, and
 * what billing waits for. It needs no configuration: a micro-service without one has the registry's defaults, and so
 * has one that is added later. `lost`: a condition of the writes `alongside` failed, and nothing was written.
 */
export async function enrolAccount(enrolment: Enrolment, alongside: (account: Account) => Write[] = () => []) {
  const authToken = newSecret();
  const account = await newAccount(enrolment, authToken);
  const result = await commit([...writesOf(enrolment, account), ...alongside(account)]);
  return result === 'lost' ? result : ({ account, authToken } satisfies Enrolled);
}

/** All that an enrolment writes, for whoever has accounts to write in bulk. */
export const writesOfNew = async (enrolment: Enrolment): Promise<Write[]> =>
  writesOf(enrolment, await newAccount(enrolment, newSecret()));

function writesOf({ by, at, profiles }: Enrolment, account: Account): Write[] {
  const plans = profiles.map(({ microService, plan }) => `${microService}: ${plan}`).join(', ');
  return [
    putNewAccount(account),
    putNewProfiles(account.sid, profiles),
    putAudit(account, { action: 'account.enrolled', by, at, set: { friendlyName: account.friendlyName, plans } }),
    ...enrolmentWrites(account),
  ];
}

async function newAccount(enrolment: Enrolment, authToken: string): Promise<Account> {
  const { sid, role, parentSid, friendlyName, zone, currency, at } = enrolment;
  return {
    sid,
    kind: 'ACCOUNT',
    role,
    ...(parentSid !== undefined && {
      parentSid,
      ...listKeys({ accountSid: parentSid, type: 'account', createdAt: at, sid }),
    }),
    friendlyName,
    status: 'active',
    zone,
    currency,
    authTokenSealed: await seal(authToken, sid),
    createdAt: at,
    updatedAt: at,
    revision: 0,
  };
}
