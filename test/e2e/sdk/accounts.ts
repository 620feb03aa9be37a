import { expect, test } from '@jest/globals';
import { localClient } from '../../../docs/sdk/node/local-client.ts';
import { eventually } from '../../eventually.ts';
import type { World } from '../world.ts';
import { readInEveryWay } from './listing.ts';

/** Accounts and sub-accounts, as Twilio's documentation uses them. */
export function accounts(started: () => World): void {
  // Guarantee: a program that makes, finds, renames, suspends and closes its sub-accounts with the official SDK does so here.
  test('create, list, fetch, update', async () => {
    const tenant = await started().enrol('Parent');
    const { accounts: own } = tenant.client.api.v2010;
    for (const friendlyName of ['North', 'South', 'East']) await own.create({ friendlyName });
    const [east, ...others] = await own.list({ friendlyName: 'East' });
    expect(others).toEqual([]);
    expect(east).toMatchObject({ friendlyName: 'East', status: 'active', ownerAccountSid: tenant.sid });
    expect(await readInEveryWay(own, ({ sid }) => sid)).toContain(east?.sid);

    const sid = east?.sid ?? '';
    expect(await own(sid).fetch()).toMatchObject({ sid, friendlyName: 'East', dateCreated: expect.any(Date) });
    expect(await own(sid).update({ friendlyName: 'Far East' })).toMatchObject({ friendlyName: 'Far East' });
    expect(await own(sid).update({ status: 'suspended' })).toMatchObject({ status: 'suspended' });
    expect((await own.list({ status: 'suspended' })).map((account) => account.sid)).toEqual([sid]);
    expect(await own(sid).update({ status: 'closed' })).toMatchObject({ status: 'closed' });
    const ended = localClient(started().platform.platform.url, sid, east?.authToken ?? '');
    const refusal = await eventually('a refusal', () =>
      ended.calls.list().then(
        () => undefined,
        (error) => error,
      ),
    );
    expect(refusal).toMatchObject({ status: 403, code: 20005 });
  });

  // Guarantee: a parent's client works on a sub-account by its SID.
  test('a client that acts for a sub-account', async () => {
    const tenant = await started().enrol('Agency');
    const sub = await tenant.client.api.v2010.accounts.create({ friendlyName: 'Client' });
    const forSub = tenant.client.api.v2010.accounts(sub.sid);
    const number = await forSub.incomingPhoneNumbers.create({ areaCode: '415' });
    expect(number.accountSid).toBe(sub.sid);
    expect(await tenant.client.incomingPhoneNumbers.list()).toEqual([]);
    expect((await forSub.incomingPhoneNumbers.list()).map(({ sid }) => sid)).toEqual([number.sid]);
  });
}
