import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { Form } from '../form.tsx';
import { useLive } from '../live.ts';
import { Shown } from '../shown.tsx';
import { control, Text } from './control.ts';
import { Conversation } from './conversation.tsx';

const Received = z.object({ texts: z.array(Text) });
const lookMilliseconds = 1_500;

/** The texts of a phone: what it has sent while it was in the hand, what has reached it, and one to send. */
export function Texts({ number }: { readonly number: string }) {
  const received = useLive(
    (signal) => control(Received, 'GET', `/phones/${number}/texts`, { signal }),
    lookMilliseconds,
  );
  const [sent, setSent] = useState<readonly Text[]>([]);
  const send = async ({ to = '', body = '' }: Readonly<Record<string, string>>) => {
    const text = await control(Text, 'POST', `/phones/${number}/texts`, { body: { to, body } });
    setSent((before) => [...before, text]);
    return `Sent to ${to}.`;
  };
  return (
    <section aria-label="Texts">
      <h3>Texts</h3>
      <Shown live={received}>
        {({ texts }) =>
          texts.length + sent.length === 0 ? (
            <p class="empty">No text has reached this phone.</p>
          ) : (
            <Conversation
              label="Texts of this phone"
              utterances={[...texts, ...sent]
                .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
                .map(({ sid, from, to, body }) => {
                  const own = from === number;
                  return { key: sid, who: own ? `To ${to}` : from, own, text: body };
                })}
            />
          )
        }
      </Shown>
      <details>
        <summary>Send a text</summary>
        <Form action="Send" submit={send}>
          <label>
            To
            <input name="to" type="tel" required list="dialled-numbers" pattern="\+[1-9]\d{6,14}" />
          </label>
          <label>
            Text
            <textarea name="body" rows={2} required />
          </label>
        </Form>
      </details>
    </section>
  );
}
