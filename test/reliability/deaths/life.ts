import { AsyncLocalStorage } from 'node:async_hooks';
import { ClientRequest } from 'node:http';

/** Of whom a function asks something. */
export type Asked = 'table' | 'bucket' | 'queue' | 'carrier' | 'program';

/** One run of a function, until it has answered or is dead. */
type Life = {
  left: number;
  readonly asked: Asked[];
  /** Whom it was about to ask when it died. */
  diedAsking: Asked | undefined;
  readonly underway: Set<Promise<unknown>>;
};

/** What whoever dies is told by everything that it still tries to ask. */
class Death extends Error {
  override readonly name = 'Death';
}

const lives = new AsyncLocalStorage<Life>();

/** What became of a function: what it answered, or whom it died about to ask. */
export type Lived<Answer> = {
  readonly answer: Answer | undefined;
  readonly diedAsking: Asked | undefined;
  /** Whom it asked before, in order. */
  readonly asked: readonly Asked[];
};

/**
 * Runs a function that dies once it has made so many requests to whomsoever: nothing that it asks after that gets there, what it meant to
 * tidy up included. That is before its next request, and after the last one. Other work at the same time lives on. Waits for
 * what was on its way when it died.
 */
export async function live<Answer>(requests: number, work: () => Promise<Answer>): Promise<Lived<Answer>> {
  const life: Life = { left: requests, asked: [], diedAsking: undefined, underway: new Set() };
  const answer = await lives.run(life, work).catch((error: unknown) => {
    if (life.diedAsking === undefined) throw error;
    return undefined;
  });
  await Promise.allSettled(life.underway);
  const { asked, diedAsking } = life;
  return { answer: diedAsking === undefined ? answer : undefined, diedAsking, asked };
}

/** Whether a request may leave; without one it is nobody's that may die. */
function leaves(life: Life, asked: Asked): boolean {
  if (life.diedAsking === undefined && life.left <= 0) life.diedAsking = asked;
  if (life.diedAsking !== undefined) return false;
  life.left -= 1;
  life.asked.push(asked);
  return true;
}

/**
 * From here on every request of this process that leaves by HTTP passes here: the AWS clients' and those to programs by
 * `node:http`, the carrier's by `fetch`. Call it once, before anything is asked.
 */
export function watchRequests(): void {
  const end = ClientRequest.prototype.end;
  ClientRequest.prototype.end = function watched(this: ClientRequest, ...rest: Parameters<typeof end>): ClientRequest {
    const life = lives.getStore();
    if (life !== undefined) {
      if (!leaves(life, askedBy(this))) return this.destroy(new Death());
      life.underway.add(new Promise((closed) => this.once('close', closed)));
    }
    return end.apply(this, rest);
  } as typeof end;
  const ask = globalThis.fetch;
  globalThis.fetch = (...what) => {
    const life = lives.getStore();
    if (life === undefined) return ask(...what);
    if (!leaves(life, 'carrier')) return Promise.reject(new Death());
    const answer = ask(...what);
    life.underway.add(answer);
    return answer;
  };
}

/** An AWS request names its service in its signature's scope. */
function askedBy(request: ClientRequest): Asked {
  const service = /\/(dynamodb|s3|sqs)\/aws4_request/.exec(String(request.getHeader('authorization') ?? ''))?.[1];
  if (service === undefined) return 'program';
  return service === 'dynamodb' ? 'table' : service === 's3' ? 'bucket' : 'queue';
}
