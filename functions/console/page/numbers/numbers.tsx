import { ActionButton } from '../action-button.tsx';
import { inAccount, request } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useList } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { PhoneNumber } from '../resources.ts';
import { linkTo } from '../route.ts';
import { ListTable } from '../table.tsx';
import { BuyNumber } from './buy-number.tsx';
import { MapNumber } from './map-number.tsx';

/** An account's numbers and where each leads, or one of them. */
export const Numbers = ({ title, sid }: PageProps) =>
  sid === undefined ? <NumberList title={title} /> : <MapNumber sid={sid} />;

function NumberList({ title }: { readonly title: string }) {
  const list = useList({
    path: inAccount('/IncomingPhoneNumbers.json'),
    name: 'incoming_phone_numbers',
    row: PhoneNumber,
    keyOf: ({ sid }) => sid,
  });
  return (
    <>
      <Heading title={title} />
      <ListTable
        list={list}
        caption="Numbers of this account"
        keyOf={({ sid }) => sid}
        empty="No number yet. Search the carrier’s inventory below and buy one; then tell it which URL answers it."
        columns={[
          { head: 'Number', cell: ({ sid, phone_number }) => <a href={linkTo('numbers', sid)}>{phone_number}</a> },
          { head: 'Name', cell: ({ friendly_name }) => friendly_name },
          { head: 'Calls go to', cell: ({ voice_url }) => voice_url || 'nowhere yet' },
          { head: 'Messages go to', cell: ({ sms_url }) => sms_url || 'nowhere yet' },
          {
            head: 'Change',
            cell: ({ sid, phone_number }) => (
              <>
                <a href={linkTo('numbers', sid)} aria-label={`Map ${phone_number}`}>
                  Map
                </a>{' '}
                <ActionButton
                  quiet
                  act={() => release(sid, phone_number).then(list.refresh)}
                  label={`Give back ${phone_number}`}
                >
                  Give back
                </ActionButton>
              </>
            ),
          },
        ]}
      />
      <BuyNumber bought={list.refresh} />
    </>
  );
}

async function release(sid: string, phoneNumber: string): Promise<void> {
  if (!confirm(`Give ${phoneNumber} back? Somebody else may buy it then.`)) return;
  await request(inAccount(`/IncomingPhoneNumbers/${sid}.json`), { method: 'DELETE' });
}
