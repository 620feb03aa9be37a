import fc from 'fast-check';
import { hostileTexts } from '../fuzz/words.ts';
import { type Operation, resolved } from './operations.ts';

type Schema = Readonly<Record<string, unknown>>;

/** What may be sent for a schema, and now and then what may not. */
export function valuesOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: depth === 0 ? 40 : 14, arbitrary: fitting(resolved(schema), depth) },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...hostileTexts, null, -1, 1e21, 0.1, [], {}, true) },
  );
}

function fitting(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (options !== undefined) return fc.oneof(...options.map((option) => valuesOf(option, depth + 1)));
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]));
  switch (schema['type']) {
    case 'object':
      return objects(schema, depth);
    case 'array':
      return fc.array(valuesOf(schema['items'] as Schema, depth + 1), { maxLength: 3 });
    case 'integer':
      return fc.integer({ min: Number(schema['minimum'] ?? -10), max: Number(schema['maximum'] ?? 2 ** 31) });
    case 'number':
      return fc.double({ noNaN: true });
    case 'boolean':
      return fc.boolean();
    default:
      return texts(schema);
  }
}

function objects({ properties = {}, required = [], propertyNames, additionalProperties }: Schema, depth: number) {
  const known = Object.entries(properties as Record<string, Schema>);
  const model = Object.fromEntries(known.map(([name, schema]) => [name, valuesOf(schema, depth + 1)]));
  const named = fc.record(model, { requiredKeys: required as string[], noNullPrototype: true });
  if (propertyNames === undefined && typeof additionalProperties !== 'object') return named;
  return fc.dictionary(fc.string({ maxLength: 17 }), valuesOf((additionalProperties ?? {}) as Schema, depth + 1), {
    maxKeys: 3,
  });
}

function texts({ pattern, format, maxLength = 100, example }: Schema): fc.Arbitrary<string> {
  if (typeof example === 'string') return fc.oneof(fc.constant(example), texts({ pattern, format, maxLength }));
  if (format === 'date-time') {
    const days = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    return fc.date(days).map((date) => date.toISOString());
  }
  if (format === 'uri') return fc.webUrl();
  // fast-check reads no lookahead: what follows it is tried, and what it excludes is refused.
  if (typeof pattern === 'string')
    return fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?[=!].*?\)/g, ''), 'u'), { size: 'small' });
  return fc.string({ unit: 'grapheme', maxLength: Math.min(Number(maxLength), 300) });
}

/** A request to an operation: `path` only where it differs from what exists. */
export type Input = {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The credentials: whose, or none. */
  readonly as: 'owner' | 'stranger' | 'nobody';
};

export function inputsOf(operation: Operation): fc.Arbitrary<Input> {
  const located = (place: string) => operation.parameters.filter((parameter) => parameter.in === place);
  const seldom = (schema: Schema) =>
    fc.option(valuesOf(schema).map(String).filter(isSegment), { nil: undefined, freq: 1 });
  return fc.record({
    path: fc.record(
      Object.fromEntries(
        located('path').map(({ name, schema }) => [
          name,
          fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: seldom(schema) }),
        ]),
      ),
    ),
    query: fc.record(Object.fromEntries(located('query').map(({ name, schema }) => [name, valuesOf(schema)])), {
      requiredKeys: [],
    }),
    body: operation.body === undefined ? fc.constant(undefined) : valuesOf(operation.body.schema),
    as: fc.oneof(
      { weight: 18, arbitrary: fc.constant('owner' as const) },
      { weight: 1, arbitrary: fc.constantFrom('stranger' as const, 'nobody' as const) },
    ),
  });
}

/** What can stand in a path without leading to another one. */
const isSegment = (text: string): boolean => text !== '' && !/^\.{1,2}$/.test(text) && text.isWellFormed();
