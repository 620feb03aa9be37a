import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ControlApi } from './control/control-api.ts';
import type { Network } from './network/network.ts';
import { type RestAnswer, refused } from './rest/answer.ts';
import { serveRest } from './rest/serve-rest.ts';
import type { Faults } from './webhook/faults.ts';

/** Longer than any client keeps an idle connection, so that no request meets one being closed. */
const keptAliveMilliseconds = 120_000;

const mostBodyBytes = 1_048_576;

/** Serves the REST dialect and the control API on one port of this machine. */
export async function serve(network: Network, faults: Faults, control: ControlApi, port: number) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => {
      network.log(`${request.method} ${request.url}: ${error.stack ?? error.message}`);
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', network.url);
    const body = await readBody(request);
    if (body === undefined) return send(response, refused(413, 20001, `A body has at most ${mostBodyBytes} bytes`));
    const incoming = { method: request.method ?? 'GET', url, authorization: request.headers.authorization ?? '', body };
    if (!url.pathname.startsWith('/control')) return network.inFlight.during(answerRest(response, incoming));
    const { host = '', origin } = request.headers;
    const { status, json } = await control.answer({ ...incoming, host, origin });
    for (const [name, value] of Object.entries(control.headersFor(origin))) response.setHeader(name, value);
    await send(response, { kind: 'json', status, body: json });
  }

  async function answerRest(response: ServerResponse, incoming: Parameters<typeof serveRest>[1]): Promise<void> {
    if (faults.strikes('api unavailable')) return send(response, refused(503, 20503, 'Service unavailable'));
    const answered = serveRest(network, incoming);
    if (faults.strikes('api unanswered')) response.destroy();
    else await send(response, answered);
  }

  server.keepAliveTimeout = keptAliveMilliseconds;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes <= mostBodyBytes) parts.push(part);
  }
  return bytes > mostBodyBytes ? undefined : Buffer.concat(parts).toString('utf8');
}

async function send(response: ServerResponse, answer: RestAnswer): Promise<void> {
  if (answer.kind === 'audio') {
    response.writeHead(200, { 'content-type': 'audio/x-wav', 'content-length': answer.bytes });
    await pipeline(Readable.from(answer.chunks()), response);
    return;
  }
  if (answer.kind === 'empty') response.writeHead(answer.status).end();
  else
    response
      .writeHead(answer.status, { 'content-type': 'application/json;charset=utf-8' })
      .end(JSON.stringify(answer.body));
}
