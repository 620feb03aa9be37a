import { ask, inAccount } from '../api.ts';
import { Form, filled } from '../form.tsx';
import { OwnNumber } from '../own-numbers.tsx';
import { Call } from '../resources.ts';

const hello = '<Response><Say>Hello. This is a call from the console.</Say></Response>';

/** Places a call that is answered by a URL of the tenant's, or by TwiML that is typed here. */
export function PlaceCall({ placed }: { readonly placed: () => void }) {
  const submit = async (fields: Readonly<Record<string, string>>) => {
    const { to } = await ask(Call, inAccount('/Calls.json'), { method: 'POST', form: filled(fields) });
    placed();
    return `Calling ${to}.`;
  };
  return (
    <details>
      <summary>Place a call</summary>
      <Form action="Call" submit={submit}>
        <OwnNumber label="From" />
        <label>
          To
          <input name="To" type="tel" required placeholder="+14155550199" />
        </label>
        <label>
          TwiML: what is done when it is answered
          <textarea name="Twiml" rows={3} spellcheck={false} defaultValue={hello} />
        </label>
        <label>
          or the URL that answers it (then leave TwiML empty)
          <input name="Url" type="url" placeholder="https://example.com/voice" />
        </label>
      </Form>
    </details>
  );
}
