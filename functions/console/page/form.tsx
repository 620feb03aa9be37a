import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { Problem } from './problem.tsx';

type Fields = Readonly<Record<string, string>>;

type Props = {
  /** Does what the form is for; the sentence that it answers tells that it is done. */
  readonly submit: (fields: Fields, form: HTMLFormElement) => Promise<string | undefined>;
  readonly action: string;
  readonly children: ComponentChildren;
  /** Empties the fields once it is done. */
  readonly clears?: boolean;
};

/** A form that asks the platform: busy until it is answered, then told what became of it. */
export function Form({ submit, action, children, clears = false }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(undefined);
  const [done, setDone] = useState('');
  const onSubmit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setProblem(undefined);
    setDone('');
    try {
      setDone((await submit(fieldsOf(form), form)) ?? '');
      if (clears) form.reset();
    } catch (refusal) {
      setProblem(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void onSubmit(event)}>
      {children}
      <Problem problem={problem} />
      <div class="submit">
        <button type="submit" disabled={busy} aria-busy={busy}>
          {action}
        </button>
        <span role="status">{done}</span>
      </div>
    </form>
  );
}

function fieldsOf(form: HTMLFormElement): Fields {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields[name] = value;
  return fields;
}

/** The fields that were filled in. */
export const filled = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
