import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, ScheduledEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type Credentials, type GatewayRequest, type Handler, send } from '../../integration/gateway.ts';
import { startVoice } from '../../integration/voice.ts';
import { watchRequests } from './life.ts';
import { type Item, masked } from './portrait.ts';
import type { Use } from './story.ts';
import { tableAsItIs } from './table.ts';

type Consume = (event: SQSEvent) => Promise<SQSBatchResponse>;
type Asking = Pick<GatewayRequest, 'as' | 'form' | 'json'>;

/** A claim of an Idempotency-Key is free again after its lease (docs/decisions/014). */
const lease = '31s';
/** What a client tries again: our failures, conflicts, and what it asks too often. */
const isFinal = (status: number): boolean => status < 500 && status !== 409 && status !== 429;

/**
 * Where the stories of calls, messages, recordings and conferences happen: all functions with the embedded carrier, a program, queues and
 * a bucket. What is in the table beside the operator is the story's own.
 */
export async function startVoiceStage() {
  watchRequests();
  const voice = await startVoice();
  const apis = {
    ...voice,
    accounts: voice.platform.accountApi,
    numbers: (await import('../../../functions/number/http.ts')).handler as unknown as Handler,
    usage: (await import('../../../functions/usage/http.ts')).handler as unknown as Handler,
    billing: (await import('../../../functions/billing/http.ts')).handler as unknown as Handler,
    inspector: (await import('../../../functions/inspector/http.ts')).handler as unknown as Handler,
  };
  const billing = await import('../../../functions/billing/queue.ts');
  const outbox = await import('../../../functions/outbox/stream.ts');
  const schedule = await import('../../../functions/outbox/schedule.ts');
  const consumers: Record<string, Consume> = {
    billing: (event) => billing.handler(event, { getRemainingTimeInMillis: () => 900_000 }),
    call: (await import('../../../functions/call/queue.ts')).handler,
    sms: (await import('../../../functions/sms/queue.ts')).handler,
    recording: (await import('../../../functions/recording/queue.ts')).handler,
    transcription: (await import('../../../functions/transcription/queue.ts')).handler,
    conference: (await import('../../../functions/conference/queue.ts')).handler,
    callback: (await import('../../../functions/callback/queue.ts')).handler,
    number: (await import('../../../functions/number/queue.ts')).handler,
    usage: (await import('../../../functions/usage/queue.ts')).handler,
  };
  const table = await tableAsItIs();
  let stories = 0;
  let phones: readonly [string, string, string] = ['', '', ''];

  const work = async (queue: string, body: object): Promise<boolean> => {
    const consume = consumers[queue];
    if (consume === undefined) throw new Error(`There is no queue ${queue}`);
    const record = { messageId: '1', body: JSON.stringify(body) };
    return (await consume({ Records: [record] } as SQSEvent)).batchItemFailures.length === 0;
  };
  const itemWith = async (look: (item: Item) => boolean, what = 'such item') => {
    const found = (await table.items()).find(look);
    if (found === undefined) throw new Error(`There is no ${what}`);
    return found;
  };
  /** What the outbox brings to a queue for an action. */
  const messageOf = async (action: string) => {
    const { PK, SK, accountSid, queue, input } = await itemWith((item) => item['action'] === action, action);
    const body = { sid: String(PK).slice('OUT#'.length), sequence: SK, accountSid, action, input };
    return { queue: String(queue), body };
  };
  const dueOf = ({ dueSK }: Item) => {
    const [at = '', owner = '', what = '', ...id] = String(dueSK ?? '').split('#');
    return { at: Number(at), owner, what, id: id.join('#') };
  };

  /** The carrier's calls from or to a number. */
  const callsAt = (number: string) =>
    [...voice.carrier.network.calls.values()].filter(({ from, to }) => [from, to].includes(number));
  const tenant = async (settings: Readonly<Record<string, Record<string, unknown>>> = {}) => {
    stories += 1;
    const line = (prefix: string) => `+1${prefix}${String(stories % 10_000).padStart(4, '0')}`;
    const number = numberOf(stories);
    phones = [line('415556'), line('415557'), line('415558')];
    const account = await voice.tenantWith(number, '/voice');
    for (const [microService, json] of Object.entries(settings)) {
      const path = `/v1/Accounts/${account.sid}/MicroServices/${microService}`;
      const { status, body } = await send(apis.accounts, { method: 'POST', path, as: voice.platform.operator, json });
      if (status !== 200) throw new Error(`${microService}: ${status} ${JSON.stringify(body)}`);
    }
    return { account, number, phones };
  };
  const make = async (handler: Handler, as: Credentials, path: string, asking: Omit<Asking, 'as'> = {}) => {
    const { status, body } = await send(handler, { method: 'POST', path: pathOf(as, path), as, ...asking });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body as Record<string, string>;
  };

  /** Ends what is left of a story at the carrier; nobody is told. */
  const hangUp = async () => {
    const live = phones.flatMap((phone) => voice.carrier.phone(phone).calls).filter(({ status }) => lives.has(status));
    if (live.length === 0) return;
    voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]);
    for (const call of live) call.hangsUp();
    await voice.clock.advanceBy('1s');
  };

  return {
    ...apis,
    ...table,
    work,
    itemWith,
    /** The SID of the one resource of a kind. */
    sidOf: async (entity: string) =>
      String((await itemWith((item) => item['entity'] === entity && item['SK'] === 'RES', entity))['PK']).slice(
        'RES#'.length,
      ),
    /** Forgets what the story before has left beside the table, too. */
    async restore(items?: readonly Item[]) {
      if (items === undefined) await hangUp();
      voice.carrier.webhooks.faults.set([]);
      voice.program.heard.length = 0;
      await table.restore(items);
      if (items !== undefined) return;
      for (const path of Object.keys(voice.program.statuses)) delete voice.program.statuses[path];
      for (const path of Object.keys(voice.twiml)) delete voice.twiml[path];
    },
    /** A tenant of its own, with a number and settings of the micro-services, and phones that nobody has called. */
    tenant,
    /** A tenant's call that somebody has answered, and that goes on for ten minutes. */
    async liveCall(settings: Readonly<Record<string, Record<string, unknown>>> = {}) {
      const { account, number, phones } = await tenant(settings);
      voice.carrier.phone(phones[0]).answersAfter('1s').hangsUpAfter('10m');
      const form = { From: number, To: phones[0], Twiml: '<Response><Pause length="900"/></Response>' };
      const { sid = '' } = await make(apis.calls, account, 'Calls.json', { form });
      await voice.clock.advanceBy('5s');
      return { account, number, sid };
    },
    /** Does something as somebody; throws unless it worked. */
    make,
    /**
     * A client's request that changes or deletes what is there, repeated as it is: it may hear that there is nothing left to change
     * or to delete.
     */
    asked(
      handler: Handler,
      as: Credentials,
      method: 'POST' | 'DELETE',
      path: string,
      asking: Omit<Asking, 'as'> = {},
    ): Use {
      let attempts = 0;
      return {
        attempt: async () => {
          const { status } = await send(handler, { method, path: pathOf(as, path), as, ...asking });
          attempts += 1;
          return attempts === 1 ? status < 300 : isFinal(status);
        },
      };
    },
    /** A client's request with an Idempotency-Key: it is repeated once the lease of the first is over. */
    askedOnce(handler: Handler, as: Credentials, path: string, asking: Omit<Asking, 'as'>): Use {
      const headers = { 'idempotency-key': `story-${stories}` };
      return {
        attempt: async () =>
          (await send(handler, { method: 'POST', path: pathOf(as, path), as, headers, ...asking })).status < 300,
        pause: () => voice.clock.advanceBy(lease),
      };
    },
    /** The message that the outbox brings to a queue for an action; it comes until it is done. */
    async queued(action: string): Promise<Use> {
      const { queue, body } = await messageOf(action);
      return { attempt: () => work(queue, body) };
    },
    /** Has an action done that a story needs behind it. */
    async perform(action: string): Promise<void> {
      const { queue, body } = await messageOf(action);
      if (!(await work(queue, body))) throw new Error(`${action} failed`);
    },
    /** What is due of something, when its time has come; its message comes until it is done. */
    async due(what: string, when: 'now' | 'when it is due' = 'when it is due'): Promise<Use> {
      const { at, owner, id } = dueOf(await itemWith((item) => dueOf(item).what === what, what));
      if (when !== 'now' && at > voice.clock.now()) await voice.clock.advanceBy(at - voice.clock.now());
      return { attempt: () => work(owner, { due: { at, what, id } }) };
    },
    /** What the table's stream brings of the outbox; it comes until all is sent. */
    async streamed(): Promise<Use> {
      const entries = (await table.items()).filter(({ entity }) => entity === 'outbox');
      const Records = entries.map((item, index) => ({
        dynamodb: { NewImage: marshall(item), SequenceNumber: `${index}` },
      }));
      const event = { Records } as unknown as DynamoDBStreamEvent;
      return { attempt: async () => (await outbox.handler(event)).batchItemFailures.length === 0 };
    },
    /** The schedule that each minute looks for what is due. */
    minute: (): Use => ({
      attempt: async () => {
        await schedule.handler({} as ScheduledEvent);
        return true;
      },
    }),
    /** A message of a queue; it comes until it is done. */
    message: (queue: string, body: object): Use => ({ attempt: () => work(queue, body) }),
    /** Some time passes; then all that is due comes, once. */
    async later(duration: `${number}${'s' | 'm' | 'h'}`): Promise<void> {
      await voice.clock.advanceBy(duration);
      const waiting = (await table.items()).filter(({ duePK }) => String(duePK).startsWith('minute#'));
      for (const { at, owner, what, id } of waiting.map(dueOf))
        if (at <= voice.clock.now()) await work(owner, { due: { at, what, id } });
    },
    /** What the program has heard at a path, each once: it may hear the same twice. */
    heard: (path: string) => {
      const bodies = voice.program.heard
        .filter((each) => each.path === path)
        .map(({ body }) => new URLSearchParams(body));
      return [...new Set(bodies.map((body) => masked(Object.fromEntries(body))))].sort();
    },
    /** What the carrier has been asked for from or to a number: its calls. */
    callsAt,
    /** What the carrier has that belongs to calls from or to a number. */
    ofCalls<Kept extends { readonly callSid: string }>(number: string, kept: ReadonlyMap<string, Kept>): Kept[] {
      const sids = new Set(callsAt(number).map(({ sid }) => sid));
      return [...kept.values()].filter(({ callSid }) => sids.has(callSid));
    },
    /** What a queue holds of an account. */
    held: (queue: string, { sid }: Credentials) =>
      (voice.queues.held(voice.queues.prefix + queue) as { accountSid?: string }[]).filter(
        ({ accountSid }) => accountSid === sid,
      ),
    /** Whether a queue has what is due of something. */
    isBrought: (queue: string, id: string) =>
      JSON.stringify(voice.queues.held(voice.queues.prefix + queue)).includes(`"id":"${id}`),
    /** The id of an account's exchange of a kind, as the inspector has it. */
    async exchangeOf(account: Credentials, kind: string): Promise<string> {
      const path = `/v1/Accounts/${account.sid}/Events`;
      const { body } = await send(apis.inspector, { method: 'GET', path, as: account });
      const found = (body['Events'] as Record<string, string>[]).find((event) => event['Kind'] === kind);
      if (found === undefined) throw new Error(`There is no ${kind} in ${JSON.stringify(body)}`);
      return String(found['Id']);
    },
  };
}
export type VoiceStage = Awaited<ReturnType<typeof startVoiceStage>>;

const lives = new Set<string>(['queued', 'initiated', 'ringing', 'in-progress']);

/** One of the American numbers that the embedded carrier has (lib/carrier/embedded/number). */
function numberOf(story: number): string {
  const areaCode = areaCodes[Math.floor(story / 100) % areaCodes.length];
  return `+1${areaCode}55501${String(story % 100).padStart(2, '0')}`;
}
const areaCodes = ['202', '212', '213', '305', '312', '503', '512', '617', '702', '720'];

const pathOf = (as: Credentials, path: string): string =>
  path.startsWith('/') ? path : `/2010-04-01/Accounts/${as.sid}/${path}`;
