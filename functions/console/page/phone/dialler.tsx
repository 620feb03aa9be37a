import * as z from 'zod/mini';
import { ask, inAccount } from '../api.ts';
import { Form } from '../form.tsx';
import { useLive } from '../live.ts';
import { PhoneNumber } from '../resources.ts';
import { acting } from '../session.ts';
import { control, PhoneCall } from './control.ts';

const Numbers = z.object({ incoming_phone_numbers: z.array(PhoneNumber) });

type Props = { readonly number: string; readonly dialled: () => void };

/** Dials a number; those of the account that is looked at are at hand. */
export const Dialler = (props: Props) => <AccountDialler key={acting.value?.Sid} {...props} />;

function AccountDialler({ number, dialled }: Props) {
  const owned = useLive((signal) => ask(Numbers, inAccount('/IncomingPhoneNumbers.json?PageSize=1000'), { signal }));
  const numbers = owned.value?.incoming_phone_numbers ?? [];
  const dial = async ({ to }: Readonly<Record<string, string>>) => {
    await control(PhoneCall, 'POST', `/phones/${number}/calls`, { body: { to } });
    dialled();
    return undefined;
  };
  return (
    <Form action="Dial" submit={dial}>
      <label>
        Number to dial
        <input
          name="to"
          type="tel"
          required
          list="dialled-numbers"
          pattern="\+[1-9]\d{6,14}"
          placeholder={numbers[0]?.phone_number ?? '+1…'}
        />
      </label>
      <datalist id="dialled-numbers">
        {numbers.map(({ sid, phone_number, friendly_name }) => (
          <option key={sid} value={phone_number}>
            {friendly_name}
          </option>
        ))}
      </datalist>
    </Form>
  );
}
