import type { CarrierClock } from '../clock/carrier-clock.ts';
import type { Source } from '../interpreter/source.ts';
import type { InFlight } from '../network/in-flight.ts';
import { timing } from '../timing.ts';
import { Connections, type HttpAnswer, Unanswered } from './exchange.ts';
import { Faults } from './faults.ts';
import { Lane } from './lane.ts';
import { type FailureKind, type Overrides, overridesOf } from './overrides.ts';
import { signatureOf } from './signature.ts';

export type WebhookResult =
  | { readonly kind: 'answered'; readonly url: string; readonly contentType: string; readonly body: Buffer }
  /** Twilio's code: 11200 retrieval failure, 11205 no connection, 11100 no URL. */
  | { readonly kind: 'failed'; readonly code: 11100 | 11200 | 11205; readonly message: string };

type Failure = { readonly kind: 'failed'; readonly why: FailureKind; readonly message: string };
type Attempt = HttpAnswer | Failure;

/** One webhook, the same in each of its attempts. */
type Delivery = {
  readonly source: Source;
  readonly parameters: Readonly<Record<string, string>>;
  readonly token: string;
  readonly overrides: Overrides;
};

const mostRedirects = 10;

type Options = {
  readonly clock: CarrierClock;
  readonly inFlight: InFlight;
  readonly authToken: string;
  readonly newToken: () => string;
  readonly limitMilliseconds: number;
  /** How many are sent at once. One keeps the order the same every time. */
  readonly concurrency: number;
  readonly log: (line: string) => void;
};

/** Sends Twilio's webhooks: signed, with an idempotency token, within Twilio's limits and retry rules. */
export class Webhooks {
  readonly faults = new Faults();
  readonly connections = new Connections();
  readonly #options: Options;
  readonly #lane: Lane;

  constructor(options: Options) {
    this.#options = options;
    this.#lane = new Lane(options.concurrency);
  }

  /** Sends one and gives its last attempt's result; retries happen by the carrier's clock. */
  async send(source: Source, parameters: Readonly<Record<string, string>>): Promise<WebhookResult> {
    const { clock, inFlight, newToken, limitMilliseconds, log } = this.#options;
    const { url, overrides } = overridesOf(source.url, limitMilliseconds);
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      return { kind: 'failed', code: 11100, message: `${url} is no URL` };
    const delivery = { source: { url, method: source.method }, parameters, token: newToken(), overrides };
    const late = this.faults.delayMilliseconds();
    if (late > 0) await new Promise<void>((resume) => clock.after(late, resume));
    if (this.faults.strikes('webhook lost')) return { kind: 'failed', code: 11205, message: 'Lost on purpose' };
    for (let attempt = 0; ; attempt += 1) {
      const answer = await inFlight.during(this.#lane.run(() => this.#attempt(delivery)));
      if (!('why' in answer)) return { kind: 'answered', url, contentType: answer.contentType, body: answer.body };
      log(`webhook ${url.split('?')[0]}: ${answer.message}`);
      if (attempt >= overrides.retries || !overrides.retriesAfter.has(answer.why)) {
        return { kind: 'failed', code: answer.why === 'ct' ? 11205 : 11200, message: answer.message };
      }
      await new Promise<void>((resume) => clock.after(timing.webhookRetry * 2 ** attempt, resume));
    }
  }

  close(): void {
    this.connections.close();
  }

  async #attempt(delivery: Delivery): Promise<Attempt> {
    if (this.faults.strikes('webhook duplicated')) await this.#follow(delivery);
    const attempt = await this.#follow(delivery);
    if (!this.faults.strikes('webhook unanswered')) return attempt;
    return { kind: 'failed', why: 'rt', message: 'Its answer was lost on purpose' };
  }

  async #follow(delivery: Delivery): Promise<Attempt> {
    let target = delivery.source;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const answer = await this.#once(target, delivery);
      if ('why' in answer) return answer;
      if (answer.status >= 200 && answer.status < 300) return answer;
      const next =
        answer.status >= 300 && answer.status < 400 ? URL.parse(answer.location ?? '', target.url)?.href : undefined;
      if (next === undefined)
        return { kind: 'failed', why: answer.status >= 500 ? '5xx' : '4xx', message: `Answered ${answer.status}` };
      target = { url: next, method: answer.status === 307 || answer.status === 308 ? target.method : 'GET' };
    }
    return { kind: 'failed', why: '4xx', message: `More than ${mostRedirects} redirects` };
  }

  async #once(target: Source, { parameters, token, overrides }: Delivery): Promise<Attempt> {
    const form = new URLSearchParams(parameters).toString();
    const isGet = target.method === 'GET';
    const url = isGet ? `${target.url}${target.url.includes('?') ? '&' : '?'}${form}` : target.url;
    const headers = {
      accept: '*/*',
      'user-agent': 'TwilioProxy/1.1',
      'i-twilio-idempotency-token': token,
      'x-twilio-signature': signatureOf(this.#options.authToken, url, isGet ? {} : parameters),
      ...(isGet ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
    };
    try {
      return await this.connections.exchange({
        url,
        method: target.method,
        headers,
        body: isGet ? undefined : form,
        ...overrides,
      });
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return { kind: 'failed', why: error.kind, message: error.message };
    }
  }
}
