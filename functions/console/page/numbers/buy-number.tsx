import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { ActionButton } from '../action-button.tsx';
import { ask, inAccount } from '../api.ts';
import { Form } from '../form.tsx';
import { AvailableNumber, PhoneNumber } from '../resources.ts';
import { Table } from '../table.tsx';

const Available = z.object({ available_phone_numbers: z.array(AvailableNumber) });
const offeredMax = 10;

/** Searches the carrier's inventory and buys from it. */
export function BuyNumber({ bought }: { readonly bought: () => void }) {
  const [offered, setOffered] = useState<readonly AvailableNumber[] | undefined>(undefined);
  const [last, setLast] = useState('');
  const search = async ({ Country = 'US', Type = 'Local', AreaCode = '' }: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams({ PageSize: String(offeredMax), ...(AreaCode !== '' && { AreaCode }) });
    const path = inAccount(`/AvailablePhoneNumbers/${encodeURIComponent(Country)}/${Type}.json?${query}`);
    setOffered((await ask(Available, path)).available_phone_numbers);
    return undefined;
  };
  const buy = async (PhoneNumberWanted: string) => {
    const form = { PhoneNumber: PhoneNumberWanted };
    const { phone_number } = await ask(PhoneNumber, inAccount('/IncomingPhoneNumbers.json'), { method: 'POST', form });
    setOffered((before) => before?.filter((each) => each.phone_number !== phone_number));
    setLast(`${phone_number} is yours. Map it to your program in the list above.`);
    bought();
  };
  return (
    <section>
      <h2>Buy a number</h2>
      <Form action="Search" submit={search}>
        <div class="grid">
          <label>
            Country
            <input name="Country" required pattern="[A-Z]{2}" defaultValue="US" />
          </label>
          <label>
            Kind
            <select name="Type">
              <option value="Local">Local</option>
              <option value="Mobile">Mobile</option>
              <option value="TollFree">Toll-free</option>
            </select>
          </label>
          <label>
            Area code
            <input name="AreaCode" inputMode="numeric" pattern="\d{1,5}" placeholder="any" />
          </label>
        </div>
      </Form>
      <p role="status">{last}</p>
      {offered && (
        <Table
          rows={offered}
          caption="Numbers on offer"
          keyOf={({ phone_number }) => phone_number}
          empty="The carrier has no such number. Try another area code."
          columns={[
            { head: 'Number', cell: ({ phone_number }) => phone_number },
            {
              head: 'Where',
              cell: ({ locality, region }) => [locality, region].filter((part) => part !== null).join(', '),
            },
            {
              head: 'Buy',
              cell: ({ phone_number }) => (
                <ActionButton quiet act={() => buy(phone_number)} label={`Buy ${phone_number}`}>
                  Buy
                </ActionButton>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
