import type * as z from 'zod/mini';
import type { Standing } from '../../lib/access/standing.ts';
import type { LinkStateOf } from '../../lib/carrier/link.ts';
import type { SignedParameters } from '../../lib/program/signature.ts';
import type { Call } from './call-store.ts';
import type { call as service } from './micro-service.ts';

/** Whom a call's program asks, as a link carries it. */
export type State = LinkStateOf<'calls/continue'>;

/** How an account stands with calls. */
export type CallStanding = Standing<z.output<typeof service.settings>>;

/** A live call whose program is to say what happens next. */
export type Question = {
  readonly carrier: string;
  readonly standing: CallStanding;
  readonly call: Call;
  /** Whom to ask, and what went wrong before. */
  readonly state: State;
  /** What has happened since the last instructions, in the tenant's terms: Digits, DialCallStatus, RecordingUrl, … */
  readonly input: SignedParameters;
  /** The same for every attempt at this question. */
  readonly idempotencyToken: string;
  readonly now: number;
};
