import { ActionButton } from '../action-button.tsx';
import { control, PhoneCall } from './control.ts';

/** A call that reaches the phone, to be taken or refused. */
export function Ringing({ call: { sid, from }, changed }: { readonly call: PhoneCall; readonly changed: () => void }) {
  const act = (what: 'answer' | 'reject') => () => control(PhoneCall, 'POST', `/calls/${sid}/${what}`).then(changed);
  return (
    <article class="ringing">
      <p role="alert">
        <strong>{from}</strong> is calling
      </p>
      <div class="actions">
        <ActionButton act={act('answer')} label={`Answer ${from}`}>
          Answer
        </ActionButton>
        <ActionButton quiet act={act('reject')} label={`Reject ${from}`}>
          Reject
        </ActionButton>
      </div>
    </article>
  );
}
