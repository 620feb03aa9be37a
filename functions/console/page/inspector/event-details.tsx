import { ActionButton } from '../action-button.tsx';
import { ask, inPlatformAccount } from '../api.ts';
import { instant } from '../figures.ts';
import { Heading } from '../heading.tsx';
import { useLive } from '../live.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';
import { EventInstance, outcomeOf, type Side } from './event.ts';

/** One exchange: what was sent and answered, how it was signed, and a way to send it again. */
export function EventDetails({ id }: { readonly id: string }) {
  const path = inPlatformAccount(`/Events/${id}`);
  const event = useLive((signal) => ask(EventInstance, path, { signal }));
  const replay = async () => {
    const { Id } = await ask(EventInstance, `${path}/Replay`, { method: 'POST' });
    location.hash = linkTo('inspector', Id);
  };
  return (
    <>
      <Heading title="Exchange">
        <a href={linkTo('inspector')}>All exchanges</a>
      </Heading>
      <Shown live={event}>
        {(shown) => (
          <>
            <Facts event={shown} />
            {shown.Counterpart === 'program' && shown.Kind !== 'media' && !shown.IsErased && (
              <p>
                <ActionButton act={replay}>Send it again</ActionButton> Your program is asked once more, with a header
                that says so. TwiML that it answers is shown, and not executed.
              </p>
            )}
            <h2>Request</h2>
            <Said side={shown.Request} isErased={shown.IsErased} />
            <h2>Answer</h2>
            {shown.Response === null ? (
              <p>There was none.</p>
            ) : (
              <Said side={shown.Response} isErased={shown.IsErased} />
            )}
            {shown.Signature !== null && <Signature signature={shown.Signature} />}
          </>
        )}
      </Shown>
    </>
  );
}

function Facts({ event }: { readonly event: EventInstance }) {
  return (
    <dl>
      <dt>When</dt>
      <dd>{instant(event.DateCreated)}</dd>
      <dt>What</dt>
      <dd>{`${event.Kind}, attempt ${event.Attempt}`}</dd>
      <dt>About</dt>
      <dd>
        <code>{event.ResourceSid}</code>
      </dd>
      <dt>Request</dt>
      <dd>
        <code>{`${event.Method} ${event.Url}`}</code>
      </dd>
      <dt>Outcome</dt>
      <dd>{`${outcomeOf(event)}, after ${event.Milliseconds} ms`}</dd>
      {event.Error !== null && (
        <>
          <dt>Error</dt>
          <dd>{event.Error}</dd>
        </>
      )}
      {event.ReplayOf !== null && (
        <>
          <dt>Replay of</dt>
          <dd>
            <a href={linkTo('inspector', event.ReplayOf)}>{event.ReplayOf}</a>
          </dd>
        </>
      )}
    </dl>
  );
}

function Said({ side, isErased }: { readonly side: Side; readonly isErased: boolean }) {
  if (isErased) return <p>It is erased, with what it was about.</p>;
  return (
    <>
      {Object.entries(side.Headers).map(([name, value]) => (
        <p key={name}>
          <code>{`${name}: ${value}`}</code>
        </p>
      ))}
      <pre>{side.Body === '' ? '(no body)' : side.Body}</pre>
      {!side.IsWhole && <p>Something of it is cut off, or masked as ***.</p>}
    </>
  );
}

function Signature({ signature }: { readonly signature: NonNullable<EventInstance['Signature']> }) {
  return (
    <>
      <h2>How it was signed</h2>
      <p>{signature.Note}</p>
      <dl>
        <dt>URL</dt>
        <dd>
          <code>{signature.Url}</code>
        </dd>
        <dt>Algorithm</dt>
        <dd>{signature.Algorithm}</dd>
        <dt>{signature.Header}</dt>
        <dd>
          <code>{signature.Value}</code>
        </dd>
      </dl>
      <Table
        caption="Parameters, in the order in which they were signed"
        rows={signature.Parameters}
        keyOf={({ Name }) => Name}
        empty="No parameters beside the URL."
        columns={[
          { head: 'Name', cell: ({ Name }) => Name },
          { head: 'Value', cell: ({ Value }) => <span class="text">{Value}</span> },
        ]}
      />
      <h3>Base string</h3>
      <pre>{signature.BaseString}</pre>
    </>
  );
}
