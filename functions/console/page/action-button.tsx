import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Problem } from './problem.tsx';

type Props = {
  readonly act: () => Promise<unknown>;
  readonly children: ComponentChildren;
  /** Said instead of the words that are seen, where these are not enough to be heard alone. */
  readonly label?: string;
  readonly quiet?: boolean;
  readonly disabled?: boolean;
};

/** A button that does something at the platform: busy until it is done, and telling when it was refused. */
export function ActionButton({ act, children, label, quiet = false, disabled = false }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(undefined);
  const press = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (refusal) {
      setProblem(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        class={quiet ? 'quiet' : 'plain'}
        disabled={disabled || busy}
        aria-busy={busy}
        aria-label={label}
        onClick={() => void press()}
      >
        {children}
      </button>
      <Problem problem={problem} />
    </>
  );
}
