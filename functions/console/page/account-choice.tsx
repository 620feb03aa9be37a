import * as z from 'zod/mini';
import { ask } from './api.ts';
import { useLive } from './live.ts';
import { Problem } from './problem.tsx';
import { ListedAccount } from './resources.ts';
import { Account, actAs, acting, caller } from './session.ts';

const Accounts = z.object({ accounts: z.array(ListedAccount) });
const accountsMax = 1_000;

/** Whose account is looked at: the caller's own, or one that it may act for (the operator: any tenant). */
export function AccountChoice() {
  const listed = useLive((signal) => ask(Accounts, `/2010-04-01/Accounts.json?PageSize=${accountsMax}`, { signal }));
  const own = caller.value;
  const others = (listed.value?.accounts ?? []).filter(({ sid, status }) => sid !== own?.Sid && status === 'active');
  const looked = acting.value;
  const isListed = looked?.Sid === own?.Sid || others.some(({ sid }) => sid === looked?.Sid);
  if ((others.length === 0 && isListed) || own === undefined) {
    return (
      <>
        <strong>{own?.FriendlyName}</strong>
        <Problem problem={listed.problem} />
      </>
    );
  }
  return (
    <label class="acting">
      Acting as
      <select value={acting.value?.Sid} onChange={(event) => void chooseAccount(event.currentTarget.value)}>
        <option value={own.Sid}>{`${own.FriendlyName} (${own.Role === 'operator' ? 'the operator' : 'you'})`}</option>
        {looked !== undefined && !isListed && <option value={looked.Sid}>{looked.FriendlyName}</option>}
        {others.map(({ sid, friendly_name }) => (
          <option key={sid} value={sid}>
            {friendly_name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Looks at another account from now on. */
export async function chooseAccount(sid: string): Promise<void> {
  const own = caller.value;
  actAs(own?.Sid === sid ? own : await ask(Account, `/v1/Accounts/${encodeURIComponent(sid)}`));
}
