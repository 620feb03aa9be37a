import type { Exchange } from '../../lib/exchange/exchange.ts';

const header = 'x-twilio-signature';

/**
 * How a request to a program was signed, for a tenant whose check fails: the URL and the parameters, in the order in which
 * they were signed, and the text that they make. Undefined for what was not signed by us. The token is never in it. Pure.
 */
export function explainSignature({ url, method, request, isErased, urlSealed }: Exchange) {
  const value = request.headers[header];
  if (value === undefined || isErased === true) return undefined;
  // A GET's parameters stand in its URL, and are signed with it.
  const parameters = method === 'POST' ? sorted(request.body) : [];
  const isWhole = request.isWhole && urlSealed === undefined;
  return {
    Header: 'X-Twilio-Signature',
    Value: value,
    Algorithm: 'HMAC-SHA1 of the base string, keyed with the auth token of the account, in base64',
    Url: url,
    Parameters: parameters.map(([Name, Value]) => ({ Name, Value })),
    BaseString: parameters.reduce((text, [name, parameter]) => text + name + parameter, url),
    IsWhole: isWhole,
    Note: isWhole
      ? 'The base string is the URL as it was requested, with its query, and then the name and the value of every parameter of the body, in the order of the names, with nothing between them.'
      : 'Something of the URL or of the parameters is not kept, and is shown as *** or cut off: it was signed as it was sent.',
  };
}

const sorted = (body: string): [string, string][] =>
  [...new URLSearchParams(body)].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
