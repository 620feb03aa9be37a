import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Who asks: an account's SID and auth token. */
export type Credentials = { readonly sid: string; readonly authToken: string };

/** A request as API Gateway brings it to a function. */
export type GatewayRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With the query, where there is one. */
  readonly path: string;
  readonly as?: Credentials | undefined;
  readonly form?: Readonly<Record<string, string>> | URLSearchParams;
  readonly json?: unknown;
  /** A body as it is, of the type that `headers` names. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** The event of payload 2.0 that API Gateway makes of a request. */
export function gatewayEvent({ method, path, as, form, json, text, headers }: GatewayRequest): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const body = text ?? (form === undefined ? JSON.stringify(json) : new URLSearchParams(form).toString());
  return {
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath,
    rawQueryString,
    ...(rawQueryString !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)) }),
    headers: {
      ...(as && { authorization: `Basic ${Buffer.from(`${as.sid}:${as.authToken}`).toString('base64')}` }),
      ...(body !== undefined && {
        'content-type': form === undefined ? 'application/json' : 'application/x-www-form-urlencoded',
      }),
      ...headers,
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request',
      routeKey: 'ANY /{proxy+}',
      stage: '$default',
      time: '24/Nov/2026:05:29:27 +0000',
      timeEpoch: 1_795_000_000_000,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
}

/** A function's HTTP handler, called as Lambda calls it. */
export type Handler = (event: APIGatewayProxyEventV2, context: never) => Promise<APIGatewayProxyStructuredResultV2>;

/** What came back: the status and the JSON. */
export type Reply = { readonly status: number; readonly body: Record<string, unknown> };

/** Sends a request through a function's own handler, middleware and all. */
export async function send(handler: Handler, request: GatewayRequest): Promise<Reply> {
  const context = { getRemainingTimeInMillis: () => 29_000 } as never;
  const { statusCode, body } = await handler(gatewayEvent(request), context);
  return { status: statusCode ?? 0, body: body ? JSON.parse(body) : {} };
}
