import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { Form } from '../form.tsx';
import { useLive } from '../live.ts';
import { acting } from '../session.ts';
import { Shown } from '../shown.tsx';

const BalanceAlerts = z.object({
  Thresholds: z.array(z.string()),
  Below: z.array(z.string()),
  Uri: z.string(),
  Method: z.string(),
});
type BalanceAlerts = z.infer<typeof BalanceAlerts>;

/** Below what balances the account is told, and where. */
export function Alerts() {
  const path = inPlatformAccount('/Balance/Alerts');
  const alerts = useLive((signal) => ask(BalanceAlerts, path, { signal }));
  const submit = async ({ Thresholds = '', Uri = '' }: Readonly<Record<string, string>>) => {
    const thresholds = Thresholds.split(/[\s;]+/).filter((part) => part !== '');
    await ask(BalanceAlerts, path, { method: 'POST', json: { Thresholds: thresholds, Uri: Uri.trim() } });
    alerts.refresh();
    return thresholds.length === 0 ? 'No alerts any more.' : 'Saved.';
  };
  return (
    <Shown live={alerts}>
      {(shown) => (
        <>
          <p>{sentence(shown)}</p>
          <details>
            <summary>Change the alerts</summary>
            <Form action="Save" submit={submit}>
              <label>
                Balances in {acting.value?.Currency} below which to tell
                <input name="Thresholds" defaultValue={shown.Thresholds.join(' ')} placeholder="20.00 5.00" />
                <small>Each is told once, until a top-up arms it again. Empty: none.</small>
              </label>
              <label>
                Callback URL
                <input name="Uri" type="url" defaultValue={shown.Uri} />
                <small>Empty: Notifications only.</small>
              </label>
            </Form>
          </details>
        </>
      )}
    </Shown>
  );
}

function sentence({ Thresholds, Below, Uri, Method }: BalanceAlerts): string {
  if (Thresholds.length === 0) return 'Nobody is told when the balance is low.';
  const where = Uri === '' ? 'by a Notification' : `by ${Method} ${Uri} and by a Notification`;
  const now = Below.length === 0 ? '' : ` Told already, and armed again by a top-up: ${Below.join(', ')}.`;
  return `The account is told when the balance falls below ${Thresholds.join(', ')} ${acting.value?.Currency}, ${where}.${now}`;
}
