import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import { localClient } from '../../docs/sdk/node/local-client.ts';
import { type RunningPlatform, startPlatform } from '../../lib/local/start-platform.ts';
import { Phones } from './phones.ts';
import { Program } from './program.ts';

/** A Tuesday morning in every zone that the tests know. */
const morning = Date.parse('2026-11-10T15:00:00Z');

/** An account with its program, and the SDK pointed at the platform with its credentials. */
export type Tenant = {
  readonly sid: string;
  readonly authToken: string;
  readonly client: Twilio;
  readonly program: Program;
  /** Rents a number and maps it to the program's `/voice`, `/sms` and `/call-ended`. */
  rentNumber(areaCode?: number): Promise<string>;
};

/**
 * The whole platform with its simulated phones, as a test sees it: everything through public interfaces. Its clock stands
 * still until it is turned, and a turn ends when all that was due has happened: webhooks, callbacks, rating. One a test file.
 */
export class World {
  readonly platform: RunningPlatform;
  readonly phones: Phones;
  readonly operator: Twilio;
  /** Where the platform keeps everything. */
  readonly directory: string;
  /** Whose tokens it knows: the operator, the tenants that it began with, and all that were enrolled since. */
  readonly credentials: { readonly sid: string; readonly authToken: string }[];
  readonly #programs: Program[] = [];

  private constructor(platform: RunningPlatform, directory: string) {
    this.platform = platform;
    this.directory = directory;
    this.phones = new Phones(platform.control.url);
    const { accountSid, authToken } = platform.operator;
    this.credentials = [platform.operator, ...platform.tenants].map((each) => ({
      sid: each.accountSid,
      authToken: each.authToken,
    }));
    this.operator = localClient(platform.platform.url, accountSid, authToken);
  }

  /** @param at what the clock shows, epoch milliseconds */
  static async start(at = morning): Promise<World> {
    const directory = mkdtempSync(join(tmpdir(), 'tallyline-e2e-'));
    return new World(await startPlatform({ directory, port: 0, clock: { virtualAt: at } }), directory);
  }

  /** Enrols a tenant, as the operator does it with the official SDK. */
  async enrol(friendlyName: string): Promise<Tenant> {
    const { sid, authToken } = await this.operator.api.v2010.accounts.create({ friendlyName });
    return this.tenant(sid, authToken);
  }

  /** A tenant that is enrolled already. */
  async tenant(sid: string, authToken: string): Promise<Tenant> {
    const client = localClient(this.platform.platform.url, sid, authToken);
    const program = await new Program(authToken).start();
    this.#programs.push(program);
    this.credentials.push({ sid, authToken });
    return { sid, authToken, client, program, rentNumber: (areaCode) => rentNumber(client, program, areaCode) };
  }

  /** Lets so much time pass, with everything that happens in it. */
  pass = (duration: string): Promise<void> => this.platform.clock.advanceBy(duration);

  /** A request without the SDK, for what the SDK cannot ask. */
  async ask(method: string, path: string, { as, form, json }: Asking = {}): Promise<{ status: number; body: Json }> {
    const answer = await fetch(this.platform.platform.url + path, {
      method,
      headers: {
        ...(as && { authorization: `Basic ${Buffer.from(`${as.sid}:${as.authToken}`).toString('base64')}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      body: form !== undefined ? new URLSearchParams(form) : json !== undefined ? JSON.stringify(json) : null,
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
  }

  async close(): Promise<void> {
    await this.platform.close();
    await Promise.all(this.#programs.map((program) => program.close()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

type Json = Readonly<Record<string, unknown>>;
type Asking = {
  readonly as?: { readonly sid: string; readonly authToken: string };
  readonly form?: Record<string, string>;
  readonly json?: unknown;
};

async function rentNumber(client: Twilio, program: Program, areaCode = 415): Promise<string> {
  const [available] = await client.availablePhoneNumbers('US').local.list({ areaCode, limit: 1 });
  if (available === undefined) throw new Error(`The carrier has no number left in ${areaCode}`);
  const { phoneNumber } = await client.incomingPhoneNumbers.create({
    phoneNumber: available.phoneNumber,
    voiceUrl: program.url('/voice'),
    smsUrl: program.url('/sms'),
    statusCallback: program.url('/call-ended'),
  });
  return phoneNumber;
}
