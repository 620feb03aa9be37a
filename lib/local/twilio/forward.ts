import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { apiHost } from './host.ts';

/** Headers of one connection, which the next one does not inherit (RFC 9110, section 7.6.1). */
const ofConnection = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'upgrade',
]);

/**
 * Answers a request for Twilio's API from the platform, byte by byte as the platform answers it. When the platform does
 * not answer at all, 503 with a sentence that says so, in the form of Twilio's errors.
 */
export async function forward(request: IncomingMessage, response: ServerResponse, platformUrl: string): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', `https://${apiHost}`);
  const asked = send(`${platformUrl}${pathname}${search}`, {
    method: request.method,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ofConnection.has(name))),
  });
  response.on('close', () => asked.destroy()); // whoever hangs up wants no answer
  const answered = new Promise<IncomingMessage>((resolve, reject) => asked.on('response', resolve).on('error', reject));
  try {
    const [answer] = await Promise.all([answered, pipeline(request, asked)]);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) return void response.destroy();
    const { message } = error as Error;
    refuse(
      response,
      503,
      20503,
      `The platform at ${platformUrl} does not answer (${message}). Does npm start still run?`,
    );
  }
}

/** An error as Twilio's API tells one, so that every SDK shows the sentence. */
export function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  const body = JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' }).end(body);
}
