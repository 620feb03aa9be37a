import { socketObjection } from '../../lib/program/socket-address.ts';
import type { TwimlDemands } from '../../lib/twiml/demands.ts';
import { socketUrl } from '../../lib/twiml/value.ts';

/**
 * The WebSocket servers of a document that no stream may go to, by their URLs there, and why. `documentUrl` is where the
 * document came from; `isLocal`: on one machine, where programs live on it. Pure.
 */
export function closedSockets(
  { sockets }: Pick<TwimlDemands, 'sockets'>,
  documentUrl: string | undefined,
  isLocal: boolean,
): ReadonlyMap<string, string> {
  return new Map(
    sockets.flatMap(({ url }): [string, string][] => {
      const objection = socketObjection(socketUrl(url, documentUrl) ?? url, isLocal);
      return objection === undefined ? [] : [[url, objection]];
    }),
  );
}
