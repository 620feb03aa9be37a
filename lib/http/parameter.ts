import * as z from 'zod/mini';
import localeOf from 'zod/v4/locales/en.js';
import { overrideFault } from '../connection/overrides.ts';
import { type ErrorCode, isErrorCode, type Refusal, refuse } from '../error/catalogue.ts';
import type { Parameters } from './body.ts';
import { isClosed, shapeOf } from './shape.ts';

/**
 * Twilio's parameters as schemas. Where a rule has a Twilio number of its own, the schema's message is that number;
 * all else is refused with 20001, naming the parameter.
 */
const says = (code: ErrorCode): string => String(code);

/** A name in a path, where programs escape what URLs keep for themselves (RFC 3986); what is escaped wrongly stays as it is. */
export const pathName = () =>
  z.pipe(
    z.string(),
    z.transform((part) => {
      try {
        return decodeURIComponent(part);
      } catch (error) {
        if (!(error instanceof URIError)) throw error;
        return part;
      }
    }),
  );

/** Text of limited length; `code` is what its absence is refused with. */
export const required = (code: ErrorCode, charactersMax = 1_600) =>
  z.string(says(code)).check(z.minLength(1, says(code)), atMost(charactersMax));

const atMost = (characters: number) => z.maxLength(characters, `must have at most ${characters} characters`);

/** Optional text of limited length. */
export const optionalText = (charactersMax = 1_600) => z.optional(z.string().check(atMost(charactersMax)));

/** A phone number in E.164; `missing` and `malformed` are the codes of the two refusals. */
export const e164 = (missing: ErrorCode, malformed: ErrorCode) =>
  z.string(says(missing)).check(z.minLength(1, says(missing)), z.regex(/^\+[1-9]\d{6,14}$/, says(malformed)));

/** The URL of a tenant's program; connection overrides in its fragment must be such (Twilio's 11240 and 11243 for two of them). */
export const optionalUrl = (code: ErrorCode) =>
  z.optional(z.string().check(z.refine(isProgramUrl, { error: says(code), abort: true }), goodOverrides()));

const goodOverrides = () =>
  z.check<string>((payload) => {
    const fault = overrideFault(payload.value);
    if (fault === undefined) return;
    const message = fault.code === undefined ? fault.message : says(fault.code);
    payload.issues.push({ code: 'custom', message, input: payload.value });
  });

/** The URL of a tenant's program, which must be given. */
export const programUrl = () =>
  z.string({ error: () => notProgramUrl }).check(z.refine(isProgramUrl, { error: () => notProgramUrl }));

/** A URL setting, where the empty text takes a URL away. */
export const clearableUrl = () =>
  z.optional(
    z.string().check(
      z.refine((url) => url === '' || isProgramUrl(url), { error: () => notProgramUrl, abort: true }),
      goodOverrides(),
    ),
  );

/** GET or POST, in any case. */
export const optionalMethod = () =>
  z.optional(
    z.pipe(
      z.string().check(z.regex(/^(get|post)$/i, 'must be GET or POST')),
      z.transform((method) => (method.toUpperCase() === 'GET' ? 'GET' : 'POST')),
    ),
  );

/** `true` or `false`. */
export const optionalFlag = () =>
  z.optional(
    z.pipe(
      z.string().check(z.regex(/^(true|false)$/i, 'must be true or false')),
      z.transform((flag) => flag.toLowerCase() === 'true'),
    ),
  );

/** A whole number within bounds; `code` is what another is refused with, where Twilio has a number for it. */
export const optionalInteger = (min: number, max: number, code?: ErrorCode) =>
  z.optional(
    z.pipe(
      z.string().check(
        z.refine((digits) => /^\d{1,9}$/.test(digits) && Number(digits) >= min && Number(digits) <= max, {
          error: code === undefined ? `must be a whole number from ${min} to ${max}` : says(code),
        }),
        z.meta({ override: { type: 'integer', minimum: min, maximum: max } }),
      ),
      z.transform(Number),
    ),
  );

const repetitionsMax = 100;

/** A parameter that may be repeated. */
export const many = (charactersMax = 4_000) =>
  z.optional(
    z.pipe(
      z.union([
        z.string().check(atMost(charactersMax)),
        z
          .array(z.string().check(atMost(charactersMax)))
          .check(z.maxLength(repetitionsMax, `may be given at most ${repetitionsMax} times`)),
      ]),
      z.transform((value) => [value].flat()),
    ),
  );

/** Names of events, repeated or separated by spaces or commas: both are in use. Each must be one of those known. */
export const optionalEvents = (known: readonly string[]) =>
  z.optional(
    z.pipe(
      z.pipe(
        many(100),
        z.transform((given) => (given ?? []).flatMap((text) => text.split(/[\s,]+/)).filter((word) => word !== '')),
      ),
      z.array(z.enum(known as [string, ...string[]], `must be of ${known.join(', ')}`)),
    ),
  );

/** Whether a text is an absolute http or https URL. */
export function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

/** As they are sent: a link that a carrier gets carries two such URLs, in 4 KB. */
const programUrlCharactersMax = 1_300;
const notProgramUrl = `must be an absolute http or https URL of at most ${programUrlCharactersMax} characters`;

/** Whether a text is the URL of a tenant's program: absolute, and of at most 1,300 characters. */
export const isProgramUrl = (text: string): boolean =>
  isHttpUrl(text) && new URL(text).href.length <= programUrlCharactersMax;

const english = localeOf();

/**
 * As `validate`, for `/v1`: a name that the schema does not know is refused, at the top as below it. What the path
 * brings need not be in the schema.
 */
export function validateStrictly<Schema extends z.ZodMiniType>(
  schema: Schema,
  parameters: Parameters,
  inPath: Readonly<Record<string, unknown>>,
): z.infer<Schema> | Refusal {
  if (!isClosed(schema)) return validate(schema, parameters);
  const known = shapeOf(schema);
  const asked = Object.entries(parameters).filter(([name]) => name in known || !Object.hasOwn(inPath, name));
  const unknown = asked.map(([name]) => name).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) return refuse(20001, unknownNames([], unknown));
  return validate(schema, Object.fromEntries(asked));
}

/**
 * As `validate`, for Twilio's API, as its SDKs use it. An optional parameter that a program leaves open is sent as empty
 * text: where that is no value of it, it was not given. The Java SDK sends `PageSize` twice: what says the same twice is
 * said once.
 */
export function validateForm<Schema extends z.ZodMiniType>(
  schema: Schema,
  parameters: Parameters,
): z.infer<Schema> | Refusal {
  const own = new Map(Object.entries(shapeOf(schema)));
  const said = ([name, value]: [string, unknown]): [string, unknown] => {
    const isSame = Array.isArray(value) && value.every((each) => each === value[0]);
    return [name, isSame && own.get(name)?.safeParse(value).success === false ? value[0] : value];
  };
  const isLeftOpen = ([name, value]: [string, unknown]): boolean => {
    const parameter = value === '' ? own.get(name) : undefined;
    return parameter !== undefined && !parameter.safeParse('').success && parameter.safeParse(undefined).success;
  };
  const entries = Object.entries(parameters).map(said);
  return validate(schema, Object.fromEntries(entries.filter((each) => !isLeftOpen(each))));
}

/** Validates a request's parameters; the first rule broken is the refusal. */
export function validate<Schema extends z.ZodMiniType>(
  schema: Schema,
  parameters: Parameters,
): z.infer<Schema> | Refusal {
  const result = schema.safeParse(parameters, { error: english.localeError });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') return refuse(20001, unknownNames(issue.path, issue.keys));
  const name = issue?.path.map(String).join('.') ?? '';
  const code = Number(issue?.message);
  const value = parameters[name];
  if (issue?.code === 'invalid_type' && Array.isArray(value)) return refuse(20001, `${name}: may be given only once`);
  if (isErrorCode(code)) return refuse(code, typeof value === 'string' ? shortened(value) : '');
  return refuse(20001, name === '' ? (issue?.message ?? '') : `${name}: ${issue?.message}`);
}

const unknownNames = (path: readonly PropertyKey[], names: readonly string[]): string =>
  shortened(`${names.map((name) => [...path, name].map(String).join('.')).join(', ')}: not a known name`);

const shortened = (value: string): string => (value.length > 100 ? `${value.slice(0, 100)}…` : value);
