import fc from 'fast-check';
import { shapeOf } from '../../../lib/http/shape.ts';
import { pathParameters, type TabledRoute } from '../route-tables.ts';
import { alwaysSent, carrierNames, hostileTexts, likely, misencoded, strangeNames, words } from './words.ts';

/** A text as it stands in a query, a form or a path: encoded as it should be, or as it should not. */
export type Encoded = string;

const encode = (text: string): Encoded => encodeURIComponent(text.toWellFormed());

/** One request to one route, before it is put together. */
export type Input = {
  readonly route: TabledRoute;
  /** By name; `undefined` stands for what really exists. */
  readonly inPath: Readonly<Record<string, Encoded | undefined>>;
  readonly query: readonly (readonly [string, Encoded])[];
  readonly body: { readonly kind: 'form' | 'json' | 'text'; readonly text: string; readonly base64: boolean };
  readonly headers: Readonly<Record<string, string>>;
  /** For a carrier's webhook: whether it brings a link of ours. */
  readonly linked: boolean;
};

const hostile: fc.Arbitrary<Encoded> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...hostileTexts).map(encode) },
  { weight: 2, arbitrary: fc.constantFrom(...misencoded) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map(encode) },
);

type Parameter = {
  readonly name: string;
  readonly accepted: readonly string[];
  readonly isRequired: boolean;
  /** How often of ten it is hostile: where many must be right at once, seldom. */
  readonly hostility: number;
};

/** What a route takes, with those words that its own schema lets pass. */
function parametersOf(route: TabledRoute, existing: readonly string[]): readonly Parameter[] {
  const pool = [...words, ...existing];
  if (route.credentials === 'carrier') {
    return carrierNames.map((name) => ({
      name,
      accepted: likely(name, pool),
      isRequired: alwaysSent.test(name),
      hostility: 1,
    }));
  }
  const inPath = new Set(pathParameters(route.path));
  return Object.entries(shapeOf(route.parameters))
    .filter(([name]) => !inPath.has(name))
    .map(([name, schema]) => {
      const passing = pool.filter((word) => schema.safeParse(word).success);
      return {
        name,
        accepted: passing.length > 0 ? passing : pool,
        isRequired: !schema.safeParse(undefined).success,
        hostility: 3,
      };
    });
}

/** A parameter's occurrences: none, one, or several. */
function occurrences({ accepted, isRequired, hostility }: Parameter): fc.Arbitrary<readonly Encoded[]> {
  const value = fc.oneof(
    { weight: 10 - hostility, arbitrary: fc.constantFrom(...accepted).map(encode) },
    { weight: hostility, arbitrary: hostile },
  );
  return fc.oneof(
    { weight: isRequired ? 16 : 3, arbitrary: value.map((each) => [each]) },
    { weight: isRequired ? 1 : 16, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(value, { minLength: 2, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.tuple(value, fc.constantFrom(40, 400)).map(([each, times]) => Array(times).fill(each)) },
  );
}

type Pairs = readonly (readonly [string, Encoded])[];

const joined = (pairs: Pairs): string => pairs.map(([name, value]) => `${name}=${value}`).join('&');

const decoded = (value: Encoded): string => {
  const [found] = new URLSearchParams(`a=${value}`).values();
  return found ?? '';
};

/** A JSON body of the same, its values now and then of any other kind. */
const jsonOf = (pairs: Pairs): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.jsonValue()), { maxLength: 12 }),
      fc.nat(9),
    )
    .map(([kinds, breaks]) => {
      const members = pairs.map(
        ([name, value], index) => `${JSON.stringify(name)}:${JSON.stringify(kinds[index] ?? decoded(value))}`,
      );
      const text = `{${members.join(',')}}`;
      return breaks === 0
        ? text.slice(0, -1)
        : breaks === 1
          ? `${text.slice(0, -1)},"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
          : text;
    });

const headers = fc.oneof(
  { weight: 30, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('Basic', 'Basic Og==', `Basic ${btoa(`AC${'0'.repeat(32)}:\u00ff`)}`, 'x'.repeat(9_000))
      .map((authorization) => ({ authorization })),
  },
  { weight: 1, arbitrary: fc.constantFrom('k', '\u0000', 'a'.repeat(300)).map((key) => ({ 'idempotency-key': key })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('', 'application/json', 'text/xml', 'multipart/form-data; boundary=', '\u0000')
      .map((type) => ({ 'content-type': type })),
  },
);

/** Requests to one route; `existing` are SIDs and carriers' references of things that are there. */
export function inputsOf(route: TabledRoute, existing: readonly string[]): fc.Arbitrary<Input> {
  const parameters = parametersOf(route, existing);
  const given = fc
    .tuple(...parameters.map(occurrences))
    .map((lists) =>
      lists.flatMap((values, index) =>
        values.map((value): [string, Encoded] => [encode(parameters[index]?.name ?? ''), value]),
      ),
    );
  const strange = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...strangeNames).map(encode), hostile), hostile), {
    maxLength: 2,
  });
  const extra = fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: strange });
  const inPath = fc.record(
    Object.fromEntries(
      pathParameters(route.path).map((name) => [
        name,
        fc.oneof(
          { weight: 8, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: hostile.map((text) => text.replaceAll('/', '%2F')) },
        ),
      ]),
    ),
  );
  return fc
    .record({
      pairs: fc.tuple(given, extra).map((lists) => lists.flat()),
      inPath,
      headers,
      linked: fc.nat(4),
      kind: fc.nat(9),
      base64: fc.nat(5),
    })
    .chain(({ pairs, kind, ...rest }) => {
      const json = route.path.startsWith('/v1') ? kind < 8 : kind === 0;
      const body: fc.Arbitrary<Input['body']> =
        route.method !== 'POST'
          ? fc.constant({ kind: 'text', text: '', base64: false })
          : (json ? jsonOf(pairs.map(([name, value]) => [decoded(name), value])) : fc.constant(joined(pairs))).map(
              (text) => ({
                kind: json ? 'json' : 'form',
                text: kind === 9 && rest.base64 === 1 ? 'a'.repeat(1_100_000) : text,
                base64: rest.base64 === 0,
              }),
            );
      return body.map((each) => ({
        route,
        inPath: rest.inPath,
        query: route.method === 'POST' ? [] : pairs,
        body: each,
        headers: rest.headers,
        linked: rest.linked > 0,
      }));
    });
}
