import * as z from 'zod/mini';
import { ask, inAccount } from './api.ts';
import { useLive } from './live.ts';
import { Problem } from './problem.tsx';
import { PhoneNumber } from './resources.ts';
import { linkTo } from './route.ts';

const Numbers = z.object({ incoming_phone_numbers: z.array(PhoneNumber) });

/** A choice of the account's own numbers, as the field `From`. Until it is loaded the form cannot be sent. */
export function OwnNumber({ label }: { readonly label: string }) {
  const owned = useLive((signal) => ask(Numbers, inAccount('/IncomingPhoneNumbers.json?PageSize=1000'), { signal }));
  const numbers = owned.value?.incoming_phone_numbers;
  return (
    <>
      <Problem problem={owned.problem} />
      <label>
        {label}
        <select name="From" required aria-busy={numbers === undefined && owned.problem === undefined}>
          {(numbers === undefined || numbers.length === 0) && (
            <option value="">{numbers === undefined ? 'Loading…' : 'No number yet'}</option>
          )}
          {numbers?.map(({ sid, phone_number }) => (
            <option key={sid}>{phone_number}</option>
          ))}
        </select>
      </label>
      {numbers?.length === 0 && (
        <p class="empty">
          This account has no number yet. <a href={linkTo('numbers')}>Buy one first</a>
        </p>
      )}
    </>
  );
}
