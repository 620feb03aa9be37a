import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { Form } from '../form.tsx';
import { useLive } from '../live.ts';
import { Problem } from '../problem.tsx';
import { control, PhoneCall } from './control.ts';
import { Dialler } from './dialler.tsx';
import { Handset } from './handset.tsx';
import { Ringing } from './ringing.tsx';
import { Texts } from './texts.tsx';
import './phone.css';

const numberDefault = '+14155550199';
const lookMilliseconds = 1_000;
const Calls = z.object({ calls: z.array(PhoneCall) });
const Phone = z.object({ number: z.string() });

/** A simulated phone of the local carrier: which one it is, and what it does. */
export function PhonePanel() {
  const [number, setNumber] = useState<string | undefined>(undefined);
  const take = async ({ number: chosen = '' }: Readonly<Record<string, string>>) => {
    // It rings until it is answered by hand; a phone that nobody holds would answer by itself.
    await control(Phone, 'PUT', `/phones/${chosen}`, { body: { answer: { kind: 'by hand' } } });
    setNumber(chosen);
    return undefined;
  };
  return (
    <aside id="phone" aria-label="Phone">
      <h2>Phone</h2>
      {number === undefined ? (
        <Form action="Take this phone" submit={take}>
          <label>
            Its number
            <input name="number" type="tel" required pattern="\+[1-9]\d{6,14}" defaultValue={numberDefault} />
            <small>Any number in E.164: the carrier here is a simulated one.</small>
          </label>
        </Form>
      ) : (
        <>
          <p>
            <strong>{number}</strong>{' '}
            <button type="button" class="quiet" onClick={() => setNumber(undefined)}>
              Take another phone
            </button>
          </p>
          <Held key={number} number={number} />
        </>
      )}
    </aside>
  );
}

/** A phone in the hand: it rings, dials, is in a call, and has texts. */
function Held({ number }: { readonly number: string }) {
  const live = useLive((signal) => control(Calls, 'GET', `/phones/${number}/calls`, { signal }), lookMilliseconds);
  const calls = live.value?.calls ?? [];
  const ringing = calls.filter(({ status, direction }) => status === 'ringing' && direction !== 'inbound');
  const [current] = calls.filter(
    ({ status, direction }) =>
      status === 'in-progress' || (direction === 'inbound' && (status === 'ringing' || status === 'queued')),
  );
  // The call that has ended last stays in sight, so that its end can be read.
  const [shown, setShown] = useState<string | undefined>(undefined);
  if (current !== undefined && current.sid !== shown) setShown(current.sid);
  return (
    <>
      <Problem problem={live.problem} />
      {ringing.map((call) => (
        <Ringing key={call.sid} call={call} changed={live.refresh} />
      ))}
      {shown !== undefined && <Handset key={shown} sid={shown} />}
      {current === undefined && <Dialler number={number} dialled={live.refresh} />}
      <Texts number={number} />
    </>
  );
}
