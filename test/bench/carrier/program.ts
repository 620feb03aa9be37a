import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

const documents: Readonly<Record<string, (name: string) => string>> = {
  '/voice': () =>
    '<Response><Gather numDigits="1" action="/chosen"><Say>Press one for sales, two for support.</Say></Gather></Response>',
  '/chosen': () => '<Response><Say>You are put through.</Say><Pause length="120"/></Response>',
  '/room': (name) =>
    `<Response><Dial><Conference statusCallback="/events" statusCallbackEvent="start end join leave">${name}</Conference></Dial></Response>`,
};

/** A program in a thread of its own, so that what it uses of the CPU is not the carrier's; it tells its URL. */
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const document = documents[pathname]?.(searchParams.get('name') ?? '') ?? '';
  request.resume();
  response.writeHead(200, { 'content-type': 'text/xml' }).end(document);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
