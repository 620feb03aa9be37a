import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod';

const Schema = z.record(z.string(), z.unknown());
const Operation = z.looseObject({
  operationId: z.string(),
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.optional(z.record(z.string(), z.looseObject({ schema: Schema }))) }),
  ),
});
const methods = ['get', 'post', 'delete'] as const;
const Document = z.looseObject({
  paths: z.record(z.string(), z.looseObject(Object.fromEntries(methods.map((name) => [name, z.optional(Operation)])))),
  components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
});

const file = '@twilio/cli-core/src/services/twilio-api/twilio_api_v2010.json';

/** Twilio's OpenAPI document of its 2010-04-01 API, as its own package ships it. */
export const document = Document.parse(JSON.parse(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8')));

/** An operation of the document: what answers it may give, by status; undefined for an answer without a body. */
export type Operation = {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly answers: Readonly<Record<string, Record<string, unknown> | undefined>>;
};

/** Every operation of the document. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = Operation.optional().parse(item[method]);
    if (operation === undefined) return [];
    const answers = Object.entries(operation.responses).map(([status, { content }]) => [
      status,
      content?.['application/json']?.schema,
    ]);
    return [
      {
        id: operation.operationId,
        method: method.toUpperCase() as Operation['method'],
        path,
        answers: Object.fromEntries(answers),
      },
    ];
  }),
);

const literals = (path: string): number => path.split('/').filter((segment) => !segment.startsWith('{')).length;

/** A path template as a pattern: a parameter stands for one segment, or for a segment's part before a suffix. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);

const bySpecificity = operations
  .map((operation) => ({ operation, pattern: patternOf(operation.path) }))
  .sort((one, other) => literals(other.operation.path) - literals(one.operation.path));

/** The operation that a request asks for: of several templates that match, the one with the most words of its own. */
export const operationOf = (method: string, path: string): Operation | undefined =>
  bySpecificity.find(({ operation, pattern }) => operation.method === method && pattern.test(path))?.operation;
