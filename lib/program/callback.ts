import type { Consequence } from '../store/outbox.ts';
import type { SignedParameters } from './signature.ts';

/** The input of the action `callback.send`: what to tell a tenant's program, and where. */
export type Callback = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly parameters: SignedParameters;
};

/** An event callback as a consequence of a resource's transition; the function callback sends it. */
export const callback = ({ url, method, parameters }: Callback): Consequence => ({
  queue: 'callback',
  action: 'callback.send',
  input: { url, method, parameters },
});
