import { expect, test } from '@jest/globals';
import { decideAccountChange, type Wish } from '../../../functions/account/account-change.ts';
import type { Account, AccountStatus } from '../../../lib/store/account.ts';

const parent = 'AC00000000000000000000000000000001';
const account = (status: AccountStatus): Account => ({
  sid: 'AC00000000000000000000000000000002',
  kind: 'ACCOUNT',
  role: 'tenant',
  parentSid: parent,
  friendlyName: 'Acme',
  status,
  zone: 'UTC',
  currency: 'USD',
  authTokenSealed: '',
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
});
const self = account('active').sid;
const wish = (changes: Partial<Wish>): Wish => ({ friendlyName: undefined, status: undefined, ...changes });

// Guarantee: statuses move as Twilio's do, by the parent alone, and closed is the end.
test.each<[AccountStatus, string, Partial<Wish>, unknown]>([
  ['active', parent, { status: 'suspended' }, { status: 'suspended' }],
  ['active', parent, { status: 'closed' }, { status: 'closed' }],
  ['suspended', parent, { status: 'active' }, { status: 'active' }],
  ['suspended', parent, { status: 'closed', friendlyName: 'Was' }, { status: 'closed', friendlyName: 'Was' }],
  ['suspended', parent, { status: 'suspended' }, {}],
  ['closed', parent, { status: 'active' }, { code: 21479 }],
  ['closed', parent, { status: 'suspended' }, { code: 21479 }],
  ['closed', parent, { friendlyName: 'Was' }, { code: 21479 }],
  ['closed', parent, { status: 'closed' }, {}],
  ['active', self, { status: 'suspended' }, { code: 20006 }],
  ['active', self, { status: 'closed' }, { code: 20006 }],
  ['active', self, { status: 'active' }, {}],
  ['active', self, { friendlyName: 'New' }, { friendlyName: 'New' }],
  ['active', self, { friendlyName: 'New', status: 'closed' }, { code: 20006 }],
  ['active', self, { friendlyName: 'Acme' }, {}],
  ['active', self, {}, {}],
])('%s, asked by %s for %j', (status, caller, changes, decided) => {
  const decision = decideAccountChange(account(status), caller, wish(changes));
  if (decided !== null && typeof decided === 'object' && 'code' in decided) expect(decision).toMatchObject(decided);
  else expect(decision).toEqual(decided);
});
