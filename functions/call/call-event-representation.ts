import type { Exchange } from '../../lib/exchange/exchange.ts';
import { rfc2822 } from '../../lib/http/date.ts';

/** A request to a call's program and its answer, as Twilio lists them (OpenAPI: api.v2010.account.call.call_event). */
export const callEventRepresentation = ({ at, method, url, request, response, status, milliseconds }: Exchange) => ({
  request: {
    method,
    url,
    parameters: Object.fromEntries(new URLSearchParams(method === 'GET' ? (url.split('?', 2)[1] ?? '') : request.body)),
  },
  response: {
    response_code: status ?? null,
    content_type: response.headers['content-type'] ?? null,
    response_body: response.body,
    request_duration: milliseconds,
    date_created: rfc2822(at),
  },
});
