import { $ZodError, prettifyError } from 'zod/v4/core';
import { Refused } from './api.ts';

/** What went wrong, in the platform's own words. */
export function Problem({ problem }: { readonly problem: unknown }) {
  if (problem === undefined) return null;
  return (
    <p role="alert" class="problem">
      {problem instanceof Refused && <strong>Error {problem.code}</strong>} {sentence(problem)}
    </p>
  );
}

function sentence(problem: unknown): string {
  if (problem instanceof $ZodError) {
    return `The platform’s answer is not understood: ${prettifyError(problem)}`;
  }
  if (problem instanceof DOMException && problem.name === 'TimeoutError')
    return 'The platform takes too long to answer.';
  if (problem instanceof TypeError) return 'The platform does not answer. Is it running, and is this machine online?';
  return problem instanceof Error ? problem.message : String(problem);
}
