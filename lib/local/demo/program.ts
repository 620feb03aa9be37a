import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';

/** What the platform asks or tells a program: Twilio's parameters. */
export type Asked = Readonly<Record<string, string>>;

/** What a program does at each of its paths: it answers TwiML, or nothing where it is only told something. */
export type Answers = Readonly<Record<string, (asked: Asked) => { toString(): string } | undefined>>;

/** How often a program was asked for TwiML and told of events, each with a signature that the SDK accepts. */
export type Counts = { asked: number; told: number; refused: number };

/** A tenant's running program: an HTTP server as a tenant would write it with the official SDK. */
export type Program = {
  readonly url: string;
  readonly counts: Readonly<Counts>;
  close(): Promise<void>;
};

/** Starts a program on a free port. What is not signed with the account's own token is refused, and counted. */
export async function startProgram(authToken: string, answers: Answers): Promise<Program> {
  const counts: Counts = { asked: 0, told: 0, refused: 0 };
  const server = createServer(async (request, response) => {
    const { signed, path, asked } = await read(request, authToken);
    const answer = answers[path];
    if (!signed || answer === undefined) {
      counts.refused += 1;
      response.writeHead(signed ? 404 : 403).end();
      return;
    }
    const twiml = answer(asked);
    if (twiml === undefined) {
      counts.told += 1;
      response.writeHead(204).end();
    } else {
      counts.asked += 1;
      response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml.toString());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function read(request: IncomingMessage, authToken: string) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const asked = Object.fromEntries(new URLSearchParams(await text(request)));
  const signature = String(request.headers['x-twilio-signature']);
  return { signed: twilio.validateRequest(authToken, signature, url.href, asked), path: url.pathname, asked };
}
