import * as z from 'zod';
import type { PhoneScript } from '../../lib/carrier/embedded/network/phone.ts';

const Call = z.object({
  sid: z.string(),
  direction: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.string(),
  seconds: z.number(),
});
const Transcript = z.object({ entries: z.array(z.object({ from: z.string(), text: z.string() })), ended: z.boolean() });
const Text = z.object({ from: z.string(), to: z.string(), body: z.string() });

/** A call as its phone's holder sees it; the SID is the carrier's own. */
export type PhoneCall = z.infer<typeof Call>;

/** The simulated phones of one platform, through the embedded carrier's control API, as any language can use it. */
export class Phones {
  readonly #url: string;

  /** @param url of the control API, as platform.json tells it */
  constructor(url: string) {
    this.#url = url;
  }

  /** Gives a phone a script: what it does when called, or when it calls. */
  script = (number: string, script: PhoneScript) => this.#ask('PUT', `/phones/${number}`, script);

  /** Dials from a phone; the script is for this call only. */
  dials = async (number: string, to: string, script?: PhoneScript): Promise<PhoneCall> =>
    Call.parse(await this.#ask('POST', `/phones/${number}/calls`, { to, ...(script && { script }) }));

  texts = (number: string, to: string, body: string) => this.#ask('POST', `/phones/${number}/texts`, { to, body });

  call = async (sid: string): Promise<PhoneCall> => Call.parse(await this.#ask('GET', `/calls/${sid}`));

  /** The calls of a phone, newest first. */
  callsOf = async (number: string): Promise<PhoneCall[]> =>
    z.object({ calls: z.array(Call) }).parse(await this.#ask('GET', `/phones/${number}/calls`)).calls;

  /** What the phone of a call heard from the program or from another person, in order. */
  async heard(sid: string): Promise<string[]> {
    const { entries } = Transcript.parse(await this.#ask('GET', `/calls/${sid}/transcript`));
    return entries.filter(({ from }) => from !== 'phone').map(({ text }) => text);
  }

  /** The texts that have reached a phone, newest first. */
  received = async (number: string): Promise<z.infer<typeof Text>[]> =>
    z.object({ texts: z.array(Text) }).parse(await this.#ask('GET', `/phones/${number}/texts`)).texts;

  answers = (sid: string) => this.#ask('POST', `/calls/${sid}/answer`);
  presses = (sid: string, digits: string) => this.#ask('POST', `/calls/${sid}/keys`, { digits });
  says = (sid: string, text: string) => this.#ask('POST', `/calls/${sid}/speech`, { text });
  hangsUp = (sid: string) => this.#ask('POST', `/calls/${sid}/hangup`);
  /** Sets what goes wrong at the carrier. */
  faults = (faults: readonly unknown[]) => this.#ask('PUT', '/faults', { faults });
  /** Turns the clock; resolves when all that was due has happened. */
  turn = (seconds: number) => this.#ask('POST', '/clock', { advanceSeconds: seconds });

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.#url + path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
