import { inAccount } from '../api.ts';
import { amount, duration, instant } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { liveMilliseconds, useList } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { Call } from '../resources.ts';
import { linkTo } from '../route.ts';
import { ListTable } from '../table.tsx';
import { CallDetails } from './call-details.tsx';
import { PlaceCall } from './place-call.tsx';

/** An account's calls, or one of them. */
export const Calls = ({ title, sid }: PageProps) =>
  sid === undefined ? <CallList title={title} /> : <CallDetails sid={sid} />;

function CallList({ title }: { readonly title: string }) {
  const list = useList(
    { path: inAccount('/Calls.json'), name: 'calls', row: Call, keyOf: ({ sid }) => sid },
    liveMilliseconds,
  );
  return (
    <>
      <Heading title={title} />
      <PlaceCall placed={list.refresh} />
      <ListTable
        list={list}
        caption="Calls, newest first"
        keyOf={({ sid }) => sid}
        empty="No call yet. Map a number to your program under Numbers and dial it, or place a call above."
        columns={[
          { head: 'From', cell: ({ sid, from }) => <a href={linkTo('calls', sid)}>{from}</a> },
          { head: 'To', cell: ({ to }) => to },
          { head: 'Direction', cell: ({ direction }) => direction },
          { head: 'Status', cell: ({ status }) => status },
          { head: 'Began', cell: ({ start_time, date_created }) => instant(start_time ?? date_created) },
          { head: 'Duration', figures: true, cell: (call) => duration(call.duration) },
          { head: 'Price', figures: true, cell: ({ price, price_unit }) => amount(price, price_unit) },
        ]}
      />
    </>
  );
}
