import { mayReach } from '../../lib/access/destination.ts';
import type { TwimlDemands } from '../../lib/twiml/demands.ts';
import { e164Of } from '../../lib/twiml/value.ts';

/** What an account may do with a call, gathered before the decision. */
export type Permission = {
  /** Meters of micro-services that are not enabled. */
  readonly closedMeters: ReadonlySet<string>;
  /** Prefixes in E.164 that may be called (lib/access/destination.ts). */
  readonly destinations: readonly string[];
  /** Numbers that may be shown: the account's own, those that it has verified, and the two ends of the call itself. */
  readonly callerIds: ReadonlySet<string>;
  /** Why no stream may go to a server, by its URL as the document has it. */
  readonly closedSockets: ReadonlyMap<string, string>;
};

/** Why a document is not executed. */
export type Objection = { readonly code: 20010 | 13214 | 13223 | 13227 | 31922; readonly detail: string };

/** Whether an account may do what its document demands; the first objection, or none. Pure. */
export function permit(demands: TwimlDemands, permission: Permission): Objection | undefined {
  for (const meter of demands.meters) {
    if (permission.closedMeters.has(meter)) return { code: 20010, detail: `that counts ${meter}` };
  }
  for (const { number } of demands.destinations) {
    const dialled = e164Of(number);
    if (dialled === undefined) return { code: 13223, detail: number };
    if (!mayReach(dialled, permission.destinations)) return { code: 13227, detail: number };
  }
  for (const { number } of demands.callerIds) {
    const shown = e164Of(number);
    if (shown === undefined || !permission.callerIds.has(shown)) return { code: 13214, detail: number };
  }
  for (const { url } of demands.sockets) {
    const reason = permission.closedSockets.get(url);
    if (reason !== undefined) return { code: 31922, detail: `${url} ${reason}` };
  }
  return undefined;
}
