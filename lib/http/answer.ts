import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { catalogue, type Refusal } from '../error/catalogue.ts';
import type { Concern } from '../exchange/keep-exchange.ts';

/** What a use case answers: a body of JSON, text or bytes, or none. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly json: unknown } | { readonly text: string } | { readonly bytes: Uint8Array };
  /** Whose and which resource a carrier's webhook turned out to be about: for the inspector, never sent. */
  readonly concern?: Concern;
};

/** The answer to a carrier about a resource. */
export const about = (
  { accountSid, sid }: { readonly accountSid: string; readonly sid: string },
  answer: Answer,
): Answer => ({ ...answer, concern: { accountSid, resourceSid: sid } });

/** 200, or another status, with JSON. */
export const json = (value: unknown, status = 200): Answer => ({ status, body: { json: value } });

/** 201 with JSON. */
export const created = (value: unknown): Answer => json(value, 201);

/** 204. */
export const noContent: Answer = { status: 204 };

/** 200 with text of a content type. */
export const text = (contentType: string, value: string): Answer => ({
  status: 200,
  headers: { 'content-type': contentType },
  body: { text: value },
});

/** 200 with bytes of a content type. */
export const bytes = (contentType: string, value: Uint8Array): Answer => ({
  status: 200,
  headers: { 'content-type': contentType },
  body: { bytes: value },
});

/** 302: what is larger than a Lambda may answer is served from a short-lived URL of the bucket. */
export const redirect = (location: string): Answer => ({ status: 302, headers: { location } });

/** Instructions for a carrier. */
export const twiml = (document: string): Answer => text('text/xml; charset=utf-8', document);

/** Twilio's error JSON. */
export function refusalAnswer(refusal: Refusal): Answer {
  const { status } = catalogue[refusal.code];
  const more_info = `https://www.twilio.com/docs/errors/${refusal.code}`;
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="Twilio API"' } : undefined;
  return {
    ...json({ code: refusal.code, message: refusal.message, more_info, status }, status),
    ...(headers && { headers }),
  };
}

/** The answer as API Gateway takes it (payload 2.0). */
export function toGateway({ status, headers, body }: Answer): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status, ...(headers && { headers: { ...headers } }) };
  if ('json' in body) {
    const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', ...headers };
    return { statusCode: status, headers: jsonHeaders, body: JSON.stringify(body.json) };
  }
  if ('text' in body) return { statusCode: status, headers: { ...headers }, body: body.text };
  const encoded = Buffer.from(body.bytes).toString('base64');
  return { statusCode: status, headers: { ...headers }, body: encoded, isBase64Encoded: true };
}
