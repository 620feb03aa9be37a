import { ActionButton } from '../action-button.tsx';
import { ask, inAccount, request } from '../api.ts';
import { instant } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { liveMilliseconds, useList, useLive } from '../live.ts';
import { Call, Conference, Participant } from '../resources.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';
import { ListTable } from '../table.tsx';

/** One conference: its state, and who is in it, to be muted, held or removed. */
export function ConferenceDetails({ sid }: { readonly sid: string }) {
  const path = inAccount(`/Conferences/${sid}.json`);
  const conference = useLive((signal) => ask(Conference, path, { signal }), liveMilliseconds);
  const end = () => ask(Conference, path, { method: 'POST', form: { Status: 'completed' } }).then(conference.refresh);
  return (
    <>
      <Heading title={conference.value === undefined ? 'Conference' : `Conference: ${conference.value.friendly_name}`}>
        <a href={linkTo('conferences')}>All conferences</a>
      </Heading>
      <Shown live={conference}>
        {({ status, date_created }) => (
          <>
            <dl>
              <dt>SID</dt>
              <dd>
                <code>{sid}</code>
              </dd>
              <dt>Status</dt>
              <dd>{status}</dd>
              <dt>Began</dt>
              <dd>{instant(date_created)}</dd>
            </dl>
            {status !== 'completed' && <ActionButton act={end}>End for everybody</ActionButton>}
          </>
        )}
      </Shown>
      <h2>Participants</h2>
      <Participants sid={sid} />
    </>
  );
}

function Participants({ sid }: { readonly sid: string }) {
  const participants = inAccount(`/Conferences/${sid}/Participants`);
  const list = useList(
    { path: `${participants}.json`, name: 'participants', row: Participant, keyOf: ({ call_sid }) => call_sid },
    liveMilliseconds,
  );
  const change = (call: string, form: Readonly<Record<string, string>>) =>
    ask(Participant, `${participants}/${call}.json`, { method: 'POST', form }).then(list.refresh);
  const remove = (call: string) => request(`${participants}/${call}.json`, { method: 'DELETE' }).then(list.refresh);
  return (
    <ListTable
      list={list}
      caption="Participants who are in the room"
      keyOf={({ call_sid }) => call_sid}
      empty="Nobody is in the room."
      columns={[
        {
          head: 'Participant',
          cell: ({ call_sid, label }) => (
            <>
              <a href={linkTo('calls', call_sid)}>
                <Party callSid={call_sid} />
              </a>{' '}
              {label}
            </>
          ),
        },
        { head: 'Joined', cell: ({ date_created }) => instant(date_created) },
        { head: 'Heard', cell: ({ muted, hold }) => (hold ? 'on hold' : muted ? 'muted' : 'yes') },
        {
          head: 'Change',
          cell: ({ call_sid, muted, hold }) => (
            <>
              <ActionButton quiet act={() => change(call_sid, { Muted: String(!muted) })}>
                {muted ? 'Unmute' : 'Mute'}
              </ActionButton>{' '}
              <ActionButton quiet act={() => change(call_sid, { Hold: String(!hold) })}>
                {hold ? 'Resume' : 'Hold'}
              </ActionButton>{' '}
              <ActionButton quiet act={() => remove(call_sid)}>
                Remove
              </ActionButton>
            </>
          ),
        },
      ]}
    />
  );
}

/** Who it is: the number at the other end of the call. */
function Party({ callSid }: { readonly callSid: string }) {
  const call = useLive((signal) => ask(Call, inAccount(`/Calls/${callSid}.json`), { signal }));
  if (call.value === undefined) return <>{callSid}</>;
  return <>{call.value.direction === 'inbound' ? call.value.from : call.value.to}</>;
}
