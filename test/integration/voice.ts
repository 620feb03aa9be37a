import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { VirtualClock } from '../../lib/carrier/embedded/clock/virtual-clock.ts';
import { startEmbeddedCarrier } from '../../lib/carrier/embedded/start.ts';
import { writeClockFile } from '../../lib/local/clock-file.ts';
import { startQueues } from '../../lib/local/start-queues.ts';
import { signatureOf } from '../../lib/program/signature.ts';
import { type Credentials, gatewayEvent, type Handler, send } from './gateway.ts';
import { startPlatform } from './platform.ts';

const upstream = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'carrier' };
const context = { getRemainingTimeInMillis: () => 29_000 } as never;
export const startsAt = Date.UTC(2026, 10, 24, 9, 0, 0);

/** A server that answers each request by a function; its URL and how it ends. */
async function serve(answer: (request: IncomingMessage, body: string, response: ServerResponse) => Promise<unknown>) {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    await answer(request, Buffer.concat(parts).toString(), response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** A tenant's program: it answers `twiml[path]`, with `statuses[path]` where there is one. */
async function startProgram(twiml: Readonly<Record<string, string>>) {
  const statuses: Record<string, number> = {};
  const heard: { readonly path: string; readonly body: string }[] = [];
  const server = await serve(async (request, body, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    heard.push({ path, body });
    response.writeHead(statuses[path] ?? 200, { 'content-type': 'text/xml' }).end(twiml[path] ?? '<Response/>');
  });
  return { ...server, statuses, heard };
}

/** Answers a carrier's webhook, with something about it. */
export type AroundWebhook = <Answer>(event: APIGatewayProxyEventV2, answer: () => Promise<Answer>) => Promise<Answer>;

/**
 * The functions call, recording, transcription, conference and sms behind a small gateway, with the embedded carrier under a virtual
 * clock, the local table and bucket, and a tenant's program that answers `twiml[path]`. One a test file. `around`
 * sees each webhook that the carrier sends.
 */
export async function startVoice(around: AroundWebhook = (_event, answer) => answer()) {
  const twiml: Record<string, string> = {};
  const program = await startProgram(twiml);
  const handlers: [string, Handler][] = [];
  const front = await serve(async (request, body, response) => {
    const path = request.url ?? '/';
    const handler = handlers.find(([prefix]) => path.startsWith(prefix))?.[1];
    if (handler === undefined) return response.writeHead(404).end();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const event = gatewayEvent({ method: 'POST', path, form: Object.fromEntries(new URLSearchParams(body)), headers });
    const link = new URLSearchParams(event.rawQueryString).get('link');
    const query = link === null ? {} : { queryStringParameters: { link } };
    const answer = await around(event, () => handler({ ...event, ...query, body }, context));
    const answerHeaders = (answer.headers ?? {}) as Record<string, string>;
    return response.writeHead(answer.statusCode ?? 500, answerHeaders).end(answer.body);
  });

  const folder = mkdtempSync(join(tmpdir(), 'voice-'));
  const clockFile = join(folder, 'clock');
  const clock = new VirtualClock({ startsAt, onChange: (reading) => writeClockFile(clockFile, reading) });
  const carrier = await startEmbeddedCarrier({ port: 0, ...upstream, clock });
  const queues = await startQueues();
  const { RECORDINGS_BUCKET = '', STATEMENTS_BUCKET = '', QUEUE_PREFIX = '' } = process.env;
  const platform = await startPlatform({
    CLOCK_FILE: clockFile,
    CARRIER_URL: carrier.url,
    PUBLIC_URL: front.url,
    ALLOW_PRIVATE_ADDRESSES: 'true',
    RECORDINGS_BUCKET,
    STATEMENTS_BUCKET,
    QUEUE_PREFIX,
  });
  const functions = {
    calls: (await import('../../functions/call/http.ts')).handler as unknown as Handler,
    recordings: (await import('../../functions/recording/http.ts')).handler as unknown as Handler,
    transcriptions: (await import('../../functions/transcription/http.ts')).handler as unknown as Handler,
    conferences: (await import('../../functions/conference/http.ts')).handler as unknown as Handler,
    messages: (await import('../../functions/sms/http.ts')).handler as unknown as Handler,
  };
  handlers.push(
    ...Object.entries(functions).map(([name, handler]): [string, Handler] => [`/carriers/twilio/${name}/`, handler]),
  );
  const itemsOf = async (prefix: string) =>
    (await platform.items()).filter((item) => String(item['PK']).startsWith(prefix));

  return {
    ...functions,
    platform,
    queues,
    carrier,
    clock,
    twiml,
    itemsOf,
    programUrl: program.url,
    /** Otherwise than by 200 the program answers with `statuses[path]`; what it has `heard`, in order. */
    program,
    /** An account with a number, in the table and at the carrier, whose calls its program answers at `path`. */
    async tenantWith(phoneNumber: string, path: string): Promise<Credentials> {
      const tenant = await platform.enrol();
      await giveNumber(tenant.sid, phoneNumber, program.url + path);
      await fetch(`${carrier.url}/2010-04-01/Accounts/${upstream.accountSid}/IncomingPhoneNumbers.json`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${upstream.accountSid}:${upstream.authToken}`)}` },
        body: new URLSearchParams({
          PhoneNumber: phoneNumber,
          VoiceUrl: `${front.url}/carriers/twilio/calls/answer#rc=5&rp=all`,
          StatusCallback: `${front.url}/carriers/twilio/calls/status#rc=5&rp=all`,
          SmsUrl: `${front.url}/carriers/twilio/messages/receive#rc=5&rp=all`,
        }),
      });
      return tenant;
    },
    /** What a resource put into the outbox for a queue, in order. */
    async outboxOf(sid: string, queue: string) {
      return (await itemsOf(`OUT#${sid}`))
        .filter((item) => item['queue'] === queue)
        .map((item) => ({
          sid,
          action: String(item['action']),
          input: item['input'] as { url?: string; parameters?: Record<string, string> } & Record<string, unknown>,
        }));
    },
    usesOf: async (sid: string) =>
      (await itemsOf('USE#'))
        .filter((item) => item['resourceSid'] === sid)
        .map((item) => `${item['SK']}: ${item['quantity']}`)
        .sort(),
    get: async (handler: Handler, as: Credentials, path: string) =>
      send(handler, { method: 'GET', path: `/2010-04-01/Accounts/${as.sid}/${path}`, as }),
    post: async (handler: Handler, as: Credentials, path: string, form: Record<string, string>) =>
      send(handler, { method: 'POST', path: `/2010-04-01/Accounts/${as.sid}/${path}`, as, form }),
    remove: async (handler: Handler, as: Credentials, path: string) =>
      send(handler, { method: 'DELETE', path: `/2010-04-01/Accounts/${as.sid}/${path}`, as }),
    /** A carrier's sample webhook with a link of ours in it, signed as the carrier signs. */
    async asSent(sample: APIGatewayProxyEventV2, linked: string): Promise<APIGatewayProxyEventV2> {
      const { pathname, search, searchParams } = new URL(linked);
      const form = Object.fromEntries(new URLSearchParams(sample.body));
      const signature = signatureOf(upstream.authToken, `${front.url}${pathname}${search}`, form);
      return {
        ...sample,
        rawQueryString: search.slice(1),
        queryStringParameters: Object.fromEntries(searchParams),
        headers: { ...sample.headers, 'x-twilio-signature': signature },
      };
    },
    links: await (await import('../../lib/carrier/link.ts')).linksFor('twilio'),
    async close() {
      await carrier.close();
      await front.close();
      await program.close();
      await queues.close();
      await platform.close();
      rmSync(folder, { recursive: true });
    },
  };
}
export type Voice = Awaited<ReturnType<typeof startVoice>>;

async function giveNumber(accountSid: string, phoneNumber: string, voiceUrl: string) {
  const { putNewNumber } = await import('../../lib/store/number.ts');
  const { putNumberMapping } = await import('../../lib/store/mapping.ts');
  const { commit } = await import('../../lib/store/commit.ts');
  const { newSid } = await import('../../lib/store/sid.ts');
  const sid = newSid('PN');
  const none = { voiceFallbackUrl: '', statusCallback: '', smsUrl: '', smsFallbackUrl: '' };
  const post = { voiceMethod: 'POST', voiceFallbackMethod: 'POST', statusCallbackMethod: 'POST' } as const;
  await commit([
    putNewNumber({
      ...none,
      ...post,
      sid,
      accountSid,
      phoneNumber,
      friendlyName: phoneNumber,
      status: 'in-use',
      voiceUrl,
      smsMethod: 'POST',
      smsFallbackMethod: 'POST',
      capabilities: { voice: true, sms: true, mms: false },
      createdAt: 0,
      updatedAt: 0,
      revision: 0,
      outboxCount: 0,
      configurationVersion: 0,
    }),
    putNumberMapping(phoneNumber, { accountSid, resourceSid: sid }),
  ]);
}
