import { inAccount } from '../api.ts';
import { instant } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { liveMilliseconds, useList } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { Conference } from '../resources.ts';
import { linkTo } from '../route.ts';
import { ListTable } from '../table.tsx';
import { ConferenceDetails } from './conference-details.tsx';

/** An account's conferences, or one of them with those who are in it. */
export const Conferences = ({ title, sid }: PageProps) =>
  sid === undefined ? <ConferenceList title={title} /> : <ConferenceDetails sid={sid} />;

function ConferenceList({ title }: { readonly title: string }) {
  const list = useList(
    { path: inAccount('/Conferences.json'), name: 'conferences', row: Conference, keyOf: ({ sid }) => sid },
    liveMilliseconds,
  );
  return (
    <>
      <Heading title={title} />
      <ListTable
        list={list}
        caption="Conferences, newest first"
        keyOf={({ sid }) => sid}
        empty="No conference yet. Let a program answer <Dial><Conference>a room</Conference></Dial>."
        columns={[
          { head: 'Room', cell: ({ sid, friendly_name }) => <a href={linkTo('conferences', sid)}>{friendly_name}</a> },
          { head: 'Status', cell: ({ status }) => status },
          { head: 'Began', cell: ({ date_created }) => instant(date_created) },
          { head: 'Ended because', cell: ({ reason_conference_ended }) => reason_conference_ended ?? '—' },
        ]}
      />
    </>
  );
}
