import * as z from 'zod/mini';
import { overrideFault } from '../connection/overrides.ts';
import type { Meter } from '../metering/meter.ts';

/**
 * What the registry knows of a micro-service: data and schemas only. Enrolment, `/v1`, meters and the tests' matrices
 * are driven by it; a new micro-service appears everywhere by itself.
 */
export type MicroService = {
  readonly name: string;
  /** The type of its resources in the table's lists. While one of them waits in `due`, it is live. */
  readonly resource: string;
  readonly description: string;
  /** The schema of its settings; every setting has a default, so `{}` is the default configuration. */
  readonly settings: z.ZodMiniType;
  /** Settings that the operator alone may change: what it allows an account beyond the others. */
  readonly allowances?: readonly string[];
  readonly meters: readonly Meter[];
  /** Events that its resources emit: `call.answered`, … */
  readonly events: readonly string[];
  /** Actions that others may ask of it: `message.send`, … */
  readonly actions: readonly string[];
  /** The account's API resources that exist once it is enabled, by Twilio's name: `calls` → `/Calls.json`. */
  readonly subresources: Readonly<Record<string, string>>;
};

/** An application logic or callback URI with its method, fallback and the fallback's method; none by default. */
const uri = () =>
  z._default(
    z.union([
      z.literal(''),
      z.url({ protocol: /^https?$/ }).check(z.maxLength(1_300), z.refine(isWellOverridden, faultOf)),
    ]),
    '',
  );
const isWellOverridden = (url: string): boolean => overrideFault(url) === undefined;
const faultOf = { error: ({ input }: { input: unknown }) => overrideFault(String(input))?.message };
const method = () => z._default(z.enum(['GET', 'POST']), 'POST');

/** Settings that every micro-service has: whether it is enabled, whom it asks, and whom it tells. */
export const commonSettings = {
  Enabled: z._default(z.boolean(), true),
  /** Where the program is asked what to do, unless the number or the request says otherwise. */
  ApplicationUri: uri(),
  ApplicationMethod: method(),
  ApplicationFallbackUri: uri(),
  ApplicationFallbackMethod: method(),
  /** Where the program is told what happened, unless the request says otherwise. */
  EventCallbackUri: uri(),
  EventCallbackMethod: method(),
};

/** A micro-service's settings with their defaults; those that every micro-service has are always there. */
export type SettingsOf<Service extends MicroService> = z.infer<Service['settings']> &
  z.infer<z.ZodMiniObject<typeof commonSettings>>;

/** What an account set of a micro-service's settings, filled in with defaults. */
export const settingsOf = <Service extends MicroService>(service: Service, set: unknown = {}): SettingsOf<Service> =>
  service.settings.parse(set) as SettingsOf<Service>;
