import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { buildDocument } from '../../../functions/openapi/build-document.ts';

type Schema = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: Schema }>>;
type Response = { readonly $ref?: string; readonly content?: Content };

/** An operation of the document of `/v1`. */
export type Operation = {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly isPublic: boolean;
  readonly isOperators: boolean;
  readonly parameters: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[];
  readonly body: { readonly schema: Schema; readonly example: Schema | undefined } | undefined;
  readonly responses: Readonly<Record<string, Response>>;
};

type Described = {
  readonly operationId: string;
  readonly description?: string;
  readonly security: readonly unknown[];
  readonly parameters: Operation['parameters'];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Operation['responses'];
};

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Operation['responses'];
  };
};

const document = JSON.parse(await buildDocument()) as Document;
const ajv = new Ajv2020({ allErrors: true, strict: false, formats: fullFormats });
ajv.addSchema({ $id: 'v1', ...document });

const compiled = new Map<string, ReturnType<typeof ajv.compile>>();

/** What of a value contradicts a schema of the document. */
export function contradictions(schema: Schema, value: unknown): string[] {
  const text = JSON.stringify(schema).replaceAll('"#/components', '"v1#/components');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, validate);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => {
        return `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;
      });
}

/** A schema of the document, its reference followed. */
export const resolved = (schema: Schema): Schema =>
  typeof schema['$ref'] === 'string'
    ? (document.components.schemas[schema['$ref'].replace('#/components/schemas/', '')] ?? {})
    : schema;

/** Every operation of the document. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).map(([method, described]): Operation => {
    const json = described.requestBody?.content['application/json'];
    return {
      id: described.operationId,
      method: method.toUpperCase() as Operation['method'],
      path,
      isPublic: described.security.length === 0,
      isOperators: described.description?.includes('For the operator alone') === true,
      parameters: described.parameters,
      body: json && { schema: json.schema, example: json.example },
      responses: described.responses,
    };
  }),
);

/** What of an answer contradicts the document: its status, its content type, its JSON. */
export function objectionsTo(operation: Operation, answer: APIGatewayProxyStructuredResultV2): string[] {
  const { statusCode = 0, headers, body = '' } = answer;
  const stated = operation.responses[String(statusCode)];
  if (stated === undefined) return [`${operation.id}: status ${statusCode} is not documented: ${body.slice(0, 300)}`];
  const response =
    stated.$ref === undefined ? stated : document.components.responses[stated.$ref.split('/').at(-1) ?? ''];
  const content = response?.content ?? {};
  const [type = ''] = String(headers?.['content-type'] ?? '').split(';');
  if (type === '' && Object.keys(content).length === 0) return [];
  const schema = content[type]?.schema;
  if (schema === undefined) return [`${operation.id} ${statusCode}: content type ${type} is not documented`];
  const found = contradictions(schema, type === 'application/json' ? JSON.parse(body) : body);
  return found.map((each) => `${operation.id} ${statusCode}: ${each}`);
}
