import { useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { Form } from '../form.tsx';
import type { Live } from '../live.ts';
import { acting } from '../session.ts';
import type { Balance } from './use-balance.ts';

const modes = {
  postpaid: 'By statement',
  capped: 'By statement, up to a limit in each month',
  prepaid: 'In advance, from its top-ups',
} as const;

/** The operator says how an account pays. */
export function Pay({ balance: { value, refresh } }: { readonly balance: Live<Balance> }) {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  if (value === undefined) return null;
  const mode = chosen ?? value.Mode;
  const submit = async ({ Cap = '' }: Readonly<Record<string, string>>) => {
    const json = { Mode: mode, ...(mode === 'capped' && { Cap: Cap.trim() }) };
    await ask(z.object({}), inPlatformAccount('/Balance'), { method: 'POST', json });
    refresh();
    return 'Saved: it holds for what ends from ten seconds on.';
  };
  return (
    <details>
      <summary>Change how the account pays</summary>
      <Form action="Change" submit={submit}>
        <label>
          It pays
          <select name="Mode" value={mode} onChange={(event) => setChosen(event.currentTarget.value)}>
            {Object.entries(modes).map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {mode === 'capped' && (
          <label>
            Credit limit in {acting.value?.Currency}
            <input name="Cap" required inputmode="decimal" defaultValue={value.Cap ?? ''} placeholder="100.00" />
          </label>
        )}
      </Form>
    </details>
  );
}
