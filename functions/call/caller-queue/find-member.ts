import type { MemberSought } from '../../../lib/carrier/caller-queue.ts';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { loadCallOf } from '../call-store.ts';
import { type CallerQueue, loadQueueOf } from './caller-queue-store.ts';

type Named = { readonly QueueSid: string; readonly CallSid: string };

/** A queue of the account, and whom in it a path names: a call of the account, or whoever is first. */
export type NamedMember = {
  readonly queue: CallerQueue;
  readonly sought: MemberSought;
  /** Undefined where the first is meant, whoever that is. */
  readonly callSid: string | undefined;
};

/** Finds what a path names; all that is not the account's is refused as unknown (20404). Whether it waits, the carrier knows. */
export async function findMember({ parameters, account, uri }: TenantRequest<Named>): Promise<NamedMember | Refusal> {
  const { QueueSid, CallSid } = parameters;
  const queue = await loadQueueOf(account.sid, QueueSid);
  if (queue === undefined) return refuse(20404, uri.path);
  if (/^front$/i.test(CallSid)) return { queue, sought: 'front', callSid: undefined };
  const call = await loadCallOf(account.sid, CallSid);
  if (call?.reference === undefined) return refuse(20404, uri.path);
  return { queue, sought: call.reference, callSid: call.sid };
}
