import { chooseAccount } from './account-choice.tsx';
import { ActionButton } from './action-button.tsx';
import { inPlatformAccount } from './api.ts';
import { useList } from './live.ts';
import { Account } from './session.ts';
import { ListTable } from './table.tsx';

/** The accounts right under the one that is looked at: the operator's tenants, or a tenant's sub-accounts, whatever their status. */
export function SubAccounts({ ofOperator }: { readonly ofOperator: boolean }) {
  const list = useList({
    ...{ path: inPlatformAccount('/SubAccounts'), name: 'Accounts', row: Account, nextName: 'NextPageUri' },
    keyOf: ({ Sid }) => Sid,
  });
  const title = ofOperator ? 'Tenants' : 'Sub-accounts';
  return (
    <>
      <h2>{title}</h2>
      <ListTable
        list={list}
        caption={title}
        keyOf={({ Sid }) => Sid}
        empty={
          ofOperator
            ? 'No tenant is enrolled yet. Create one with POST /2010-04-01/Accounts.json and the operator’s credentials.'
            : 'None. POST /2010-04-01/Accounts.json with this account’s credentials creates one.'
        }
        columns={[
          { head: 'Name', cell: ({ FriendlyName }) => FriendlyName },
          { head: 'Account SID', cell: ({ Sid }) => <code>{Sid}</code> },
          { head: 'Status', cell: ({ Status }) => Status },
          {
            head: 'Act',
            cell: ({ Sid, FriendlyName }) => (
              <ActionButton quiet act={() => chooseAccount(Sid)} label={`Act as ${FriendlyName}`}>
                {ofOperator ? 'Act as this tenant' : 'Act as this account'}
              </ActionButton>
            ),
          },
        ]}
      />
    </>
  );
}
