import { noteExchange } from '../../exchange/keep-exchange.ts';
import { isTextual } from '../../exchange/redact.ts';
import type { Upstream } from './upstream.ts';

/** A request to the carrier; `began` by `performance.now()`. */
type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly began: number;
};

/** Notes what the carrier answered, of a request that concerns somebody's resource. Files are not read for it. */
export async function noteAnswer(upstream: Upstream, asked: Asked, response: Response): Promise<void> {
  if (upstream.concern === undefined) return;
  const ended = performance.now();
  const contentType = response.headers.get('content-type') ?? '';
  const body = isTextual(contentType) ? await response.clone().text() : '';
  note(upstream, asked, ended, {
    response: {
      status: response.status,
      headers: { 'content-type': contentType },
      body: shownBody(body),
      bytes: Number(response.headers.get('content-length') ?? 0),
    },
    failure: response.ok ? undefined : { message: `answered ${response.status}` },
  });
}

/** Notes that the carrier did not answer. */
export function noteSilence(upstream: Upstream, asked: Asked, error: unknown): void {
  note(upstream, asked, performance.now(), { response: undefined, failure: { message: String(error) } });
}

type Outcome = Pick<Parameters<typeof noteExchange>[0], 'response' | 'failure'>;

function note({ concern, accountSid, authToken }: Upstream, asked: Asked, ended: number, outcome: Outcome): void {
  if (concern === undefined) return;
  const { method, url, headers, body, began } = asked;
  noteExchange({
    concern,
    ...({ kind: 'carrier-request', direction: 'outbound', counterpart: 'twilio' } as const),
    ...{ method, url, began, ended, ...outcome },
    request: { headers, body },
    secrets: [authToken, accountSid],
  });
}

/** A list may hold what is other accounts', and what the operator pays is not the account's to see. */
const shownBody = (body: string): string =>
  /"page_size"\s*:/.test(body) ? '(a list of the carrier)' : withoutCosts(body);

const withoutCosts = (body: string): string => body.replace(/("price(?:_unit)?"\s*:\s*)("[^"]*"|-?[\d.]+)/g, '$1null');
