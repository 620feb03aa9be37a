import twilio from 'twilio';
import type { Credentials } from '../integration/gateway.ts';
import { throughGateway } from './gateway-routes.ts';

/** One exchange: what was asked, and what came back. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
};

type Method = 'GET' | 'POST' | 'DELETE';

/**
 * The official SDK, its requests brought to the functions themselves; `record` sees every exchange. An API key's SID needs
 * the account beside it.
 */
export function recordedClient(
  as: Credentials,
  record: (exchange: Exchange) => void,
  accountSid = as.sid,
): twilio.Twilio {
  const httpClient = new twilio.RequestClient();
  httpClient.request = async (options) => {
    const { pathname, search } = new URL(options.uri);
    const parameters = encoded(options.params as object | undefined).toString();
    const query = [search.slice(1), parameters].filter((part) => part !== '').join('&');
    const method = options.method.toUpperCase() as Method;
    const { statusCode = 0, body } = await throughGateway({
      method,
      path: query === '' ? pathname : `${pathname}?${query}`,
      as: { sid: options.username ?? '', authToken: options.password ?? '' },
      ...(method === 'POST' && { form: encoded(options.data as object | undefined) }),
    });
    const json: unknown = body ? JSON.parse(body) : undefined;
    record({ method, path: pathname, status: statusCode, body: json });
    return { statusCode, body: json } as never;
  };
  return twilio(as.sid, as.authToken, { httpClient, accountSid });
}

/** As the SDK's own client encodes: lists as repeated names. */
function encoded(parameters: object = {}): URLSearchParams {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, String(each)]),
  );
  return new URLSearchParams(pairs);
}
