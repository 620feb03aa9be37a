import type { ComponentChildren } from 'preact';
import type { Live } from './live.ts';
import { Problem } from './problem.tsx';

/** Shows what is loaded: that it is on its way, what came, what went wrong. */
export function Shown<Value>({
  live,
  children,
}: {
  readonly live: Live<Value>;
  readonly children: (value: Value) => ComponentChildren;
}) {
  return (
    <>
      <Problem problem={live.problem} />
      {live.value === undefined && live.problem !== undefined && (
        <button type="button" class="plain" onClick={live.refresh}>
          Try again
        </button>
      )}
      {live.value !== undefined && children(live.value)}
      {live.value === undefined && live.problem === undefined && <p aria-busy="true">Loading…</p>}
    </>
  );
}
