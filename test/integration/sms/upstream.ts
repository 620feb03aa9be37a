import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the carrier takes the next message. */
export type Manner = 'accept' | 'reject' | 'refuse' | 'break' | 'take and break' | 'throttle';

/** A message as the carrier was asked to send it. */
export type Taken = { readonly sid: string; readonly form: URLSearchParams };

/**
 * A carrier of Twilio's dialect that takes messages in the manner that a test tells it to: accept them, refuse them
 * (30006), call them bad input (21614), break the connection after it has read everything (having taken it or not),
 * or ask for patience. Its
 * media are under `/media/`, for who shows the carrier's credentials; `/media/moved?to=…` sends on.
 */
export async function startUpstream() {
  const taken: Taken[] = [];
  const kept: Kept[] = [];
  let manner: Manner = 'accept';
  let away = false;
  const server = createServer((request, response) => {
    if (away) return response.writeHead(503).end();
    if (request.method === 'GET') {
      if (request.url?.includes('/Messages.json?')) return listMessages(request.url, kept, response);
      return serveMedia(request, response);
    }
    formOf(request).then((form) => {
      const sid = `SM${randomBytes(16).toString('hex')}`;
      taken.push({ sid, form });
      if (manner === 'accept' || manner === 'take and break') kept.push({ sid, form, at: Date.now() });
      answer(manner, sid, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    takes(next: Manner) {
      manner = next;
      taken.length = 0;
    },
    /** Whether it answers nothing but 503. */
    away(now: boolean) {
      away = now;
    },
    close: () => new Promise((closed) => server.closeAllConnections() === undefined && server.close(closed)),
  };
}

type Kept = Taken & { readonly at: number };

/** The messages that the carrier has, newest first. */
function listMessages(url: string, kept: readonly Kept[], response: ServerResponse): void {
  const { searchParams } = new URL(url, 'http://carrier');
  const messages = kept
    .filter(({ form }) => ['From', 'To'].every((name) => form.get(name) === searchParams.get(name)))
    .map(({ sid, form, at }) => ({
      ...{ sid, body: form.get('Body'), direction: 'outbound-api', status: 'delivered', error_code: null },
      date_created: new Date(at).toUTCString(),
    }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ messages: messages.reverse() }));
}

/** The first bytes of a picture: no text in any encoding. */
export const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe]);

function serveMedia(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://carrier');
  const known = request.headers.authorization === `Basic ${btoa(`AC${'0'.repeat(32)}:carrier`)}`;
  if (!known || !pathname.startsWith('/media/')) response.writeHead(known ? 404 : 401).end();
  else if (pathname === '/media/moved') response.writeHead(302, { location: searchParams.get('to') ?? '' }).end();
  else response.writeHead(200, { 'content-type': 'image/png; charset=binary' }).end(picture);
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function answer(manner: Manner, sid: string, response: ServerResponse): void {
  if (manner === 'break' || manner === 'take and break') {
    response.destroy();
    return;
  }
  const [status, body] = {
    accept: [201, { sid, status: 'queued' }],
    reject: [400, { code: 30006, message: 'Landline or unreachable carrier', status: 400 }],
    refuse: [400, { code: 21614, message: "'To' number is not a valid mobile number", status: 400 }],
    throttle: [429, { code: 20429, message: 'Too Many Requests', status: 429 }],
  }[manner];
  response.writeHead(Number(status), { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
