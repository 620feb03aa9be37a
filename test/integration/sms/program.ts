import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import webhooks from 'twilio/lib/webhooks/webhooks.js';

/** One request to the program: where, with what, and whether the official SDK accepts its signature. */
export type Asked = {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly signed: boolean;
  readonly authorization: string | undefined;
};

/** What the program answers at a path: a status, a body and a content type. */
type Answer = {
  readonly status?: number;
  readonly body?: string | Uint8Array;
  readonly location?: string;
  readonly type?: string;
};

/** A tenant's program: a web server that answers as a test says, and checks signatures as Twilio's SDK does. */
export async function startProgram(authToken: () => string) {
  const asked: Asked[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = request.url ?? '';
    const parameters = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    const signature = String(request.headers['x-twilio-signature']);
    const signed = webhooks.validateRequest(
      authToken(),
      signature,
      `http://${request.headers.host}${path}`,
      parameters,
    );
    asked.push({ path, parameters, signed, authorization: request.headers.authorization });
    const { status = 200, body = '', type = 'text/xml', location } = answers.get(path) ?? {};
    response.writeHead(status, { 'content-type': type, ...(location && { location }) }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers,
    close: () => new Promise((closed) => server.closeAllConnections() === undefined && server.close(closed)),
  };
}
