import * as z from 'zod/mini';
import { ask, inAccount } from './api.ts';
import { useLive } from './live.ts';
import { PhoneNumber } from './resources.ts';
import { linkTo } from './route.ts';
import { Shown } from './shown.tsx';

const Numbers = z.object({ incoming_phone_numbers: z.array(PhoneNumber) });

/** A choice of the account's own numbers, as the field `From`. */
export function OwnNumber({ label }: { readonly label: string }) {
  const owned = useLive((signal) => ask(Numbers, inAccount('/IncomingPhoneNumbers.json?PageSize=1000'), { signal }));
  return (
    <Shown live={owned}>
      {({ incoming_phone_numbers: numbers }) =>
        numbers.length === 0 ? (
          <p class="empty">
            This account has no number yet. <a href={linkTo('numbers')}>Buy one first</a>
          </p>
        ) : (
          <label>
            {label}
            <select name="From" required>
              {numbers.map(({ sid, phone_number }) => (
                <option key={sid}>{phone_number}</option>
              ))}
            </select>
          </label>
        )
      }
    </Shown>
  );
}
