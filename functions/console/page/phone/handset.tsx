import { ActionButton } from '../action-button.tsx';
import { Form } from '../form.tsx';
import { Problem } from '../problem.tsx';
import { control, type Entry, PhoneCall } from './control.ts';
import { Conversation } from './conversation.tsx';
import { useTranscript } from './transcript.ts';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const speakers: Readonly<Record<Entry['from'], string>> = { carrier: 'It says', other: 'They say', phone: 'You' };

/** A call in the hand: what is said as it is said, keys, words, and its end. */
export function Handset({ sid }: { readonly sid: string }) {
  const { entries, status, ended, problem } = useTranscript(sid);
  const ask = (what: string, body?: unknown) => control(PhoneCall, 'POST', `/calls/${sid}/${what}`, { body });
  const say = async ({ text = '' }: Readonly<Record<string, string>>) => {
    await ask('speech', { text });
    return undefined;
  };
  return (
    <section class="handset" aria-label="Call">
      <p role="status">{ended ? `The call has ended: ${status}.` : `The call is ${status}.`}</p>
      <Conversation
        label="What is said"
        utterances={entries.map(({ from, text }, key) => ({ key, who: speakers[from], own: from === 'phone', text }))}
      />
      <Problem problem={problem} />
      {!ended && (
        <>
          <fieldset class="keys" aria-label="Keys" disabled={status !== 'in-progress'}>
            {keys.map((key) => (
              <ActionButton key={key} act={() => ask('keys', { digits: key })} label={`Key ${key}`}>
                {key}
              </ActionButton>
            ))}
          </fieldset>
          <Form action="Say" submit={say} clears>
            <label>
              Say
              <input name="text" required autocomplete="off" disabled={status !== 'in-progress'} />
            </label>
          </Form>
          <ActionButton act={() => ask('hangup')}>Hang up</ActionButton>
        </>
      )}
    </section>
  );
}
