import { ActionButton } from '../action-button.tsx';
import { ask, inAccount } from '../api.ts';
import { amount, duration, instant } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { liveMilliseconds, useList, useLive } from '../live.ts';
import { Call } from '../resources.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';
import { ListTable } from '../table.tsx';
import { endCall } from './live-calls.tsx';

const live = new Set(['queued', 'ringing', 'in-progress']);

/** One call, and the legs that it dialled. */
export function CallDetails({ sid }: { readonly sid: string }) {
  const call = useLive((signal) => ask(Call, inAccount(`/Calls/${sid}.json`), { signal }), liveMilliseconds);
  return (
    <>
      <Heading title="Call">
        <a href={linkTo('calls')}>All calls</a>
      </Heading>
      <Shown live={call}>
        {(shown) => (
          <>
            <Facts call={shown} />
            {live.has(shown.status) && (
              <ActionButton act={() => endCall(sid).then(call.refresh)}>End this call</ActionButton>
            )}
            <h2>Legs that it dialled</h2>
            <Legs sid={sid} />
          </>
        )}
      </Shown>
    </>
  );
}

function Facts({ call }: { readonly call: Call }) {
  return (
    <dl>
      <dt>SID</dt>
      <dd>
        <code>{call.sid}</code>
      </dd>
      <dt>From</dt>
      <dd>{call.from}</dd>
      <dt>To</dt>
      <dd>{call.to}</dd>
      <dt>Direction</dt>
      <dd>{call.direction}</dd>
      <dt>Status</dt>
      <dd>{call.status}</dd>
      <dt>Answered</dt>
      <dd>{instant(call.start_time)}</dd>
      <dt>Ended</dt>
      <dd>{instant(call.end_time)}</dd>
      <dt>Duration</dt>
      <dd>{duration(call.duration)}</dd>
      <dt>Price</dt>
      <dd>{amount(call.price, call.price_unit)}</dd>
      {call.parent_call_sid !== null && (
        <>
          <dt>Dialled by</dt>
          <dd>
            <a href={linkTo('calls', call.parent_call_sid)}>{call.parent_call_sid}</a>
          </dd>
        </>
      )}
    </dl>
  );
}

function Legs({ sid }: { readonly sid: string }) {
  const legs = useList(
    { path: inAccount(`/Calls.json?ParentCallSid=${sid}`), name: 'calls', row: Call, keyOf: (leg) => leg.sid },
    liveMilliseconds,
  );
  return (
    <ListTable
      list={legs}
      caption="Legs"
      keyOf={(leg) => leg.sid}
      empty="None: this call has dialled nobody."
      columns={[
        { head: 'To', cell: (leg) => <a href={linkTo('calls', leg.sid)}>{leg.to}</a> },
        { head: 'Status', cell: ({ status }) => status },
        { head: 'Duration', figures: true, cell: (leg) => duration(leg.duration) },
        { head: 'Price', figures: true, cell: ({ price, price_unit }) => amount(price, price_unit) },
      ]}
    />
  );
}
