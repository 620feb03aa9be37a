import * as z from 'zod';
import type { ControlRoute } from './route.ts';

type JsonSchema = { properties?: Record<string, object>; required?: string[] };

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
};

/** The control API's OpenAPI 3.1 document, from the very schemas that check its requests. */
export function openApiDocument(routes: readonly ControlRoute[], server: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route);
    paths[route.path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tallyline embedded carrier: control API',
      version: '1',
      description: 'Plays the phones of the embedded carrier: dial, press keys, speak, text, turn the clock.',
    },
    servers: [{ url: server }],
    paths,
  };
}

function operationOf({ method, path, summary, body, query }: ControlRoute): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const asked: JsonSchema = query === undefined ? {} : schemaOf(query);
  const inQuery = Object.entries(asked.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: asked.required?.includes(name) ?? false,
    schema,
  }));
  const words = path
    .split('/')
    .slice(2)
    .filter((word) => !word.startsWith('{'));
  return {
    operationId: [method.toLowerCase(), ...words, ...(path.endsWith('}') ? ['one'] : [])].join('-'),
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: {
      '200': { description: 'Done', content: { 'application/json': { schema: {} } } },
      '400': { description: 'The request is not as the schema says; the answer says where' },
      '404': { description: 'What the path names does not exist' },
    },
  };
}
