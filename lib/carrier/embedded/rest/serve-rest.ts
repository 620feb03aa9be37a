import { sameSecret } from '../../../access/same-secret.ts';
import type { Network } from '../network/network.ts';
import { notFound, type RestAnswer, refused } from './answer.ts';
import { restRoutes } from './routes.ts';

/** A request as it came in. */
export type Incoming = {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string;
  readonly body: string;
};

const root = /^\/2010-04-01\/Accounts\/([^/]+)(\/.+)$/;

/** Answers a request in Twilio's dialect, or refuses it with Twilio's error. */
export function serveRest(network: Network, { method, url, authorization, body }: Incoming): RestAnswer {
  const { accountSid, authToken } = network;
  if (!isAuthorized(authorization, `${accountSid}:${authToken}`)) return refused(401, 20003, 'Authenticate');
  const [, account, path] = root.exec(url.pathname) ?? [];
  if (account !== accountSid || path === undefined) return notFound(url.pathname);
  const matching = restRoutes.flatMap((route) => {
    const match = route.pattern.exec(path);
    return match === null ? [] : [{ ...route, named: named(match) }];
  });
  const route = matching.find((candidate) => candidate.method === method);
  if (route !== undefined) {
    const request = {
      path: url.pathname,
      query: url.searchParams,
      form: new URLSearchParams(body),
      named: route.named,
    };
    return route.handler(network, request);
  }
  return matching.length > 0 ? refused(405, 20004, 'Method not allowed') : notFound(url.pathname);
}

const named = (match: RegExpExecArray): Record<string, string> =>
  Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]));

/** A path's percent signs undone; what is no encoding stays as it is, and names nothing. */
const decoded = (text: string): string =>
  /%(?![0-9a-f]{2})/i.test(text) ? text : (new URLSearchParams(`=${text.replaceAll('+', '%2B')}`).get('') ?? text);

function isAuthorized(authorization: string, credentials: string): boolean {
  const [, given = ''] = /^Basic (.+)$/i.exec(authorization) ?? [];
  return sameSecret(Buffer.from(given, 'base64'), credentials);
}
