import { Ajv, type ErrorObject } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { document, type Operation } from './operations.ts';

type Schema = Readonly<Record<string, unknown>>;

const uri = fullFormats['uri-reference'];
const rfc2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;

/** Twilio's formats. Its `uri` may be a path on its host, and empty for a URL that is not set. */
const formats = {
  uri,
  date: fullFormats.date,
  'date-time-rfc-2822': (text: string) => rfc2822.test(text) && !Number.isNaN(Date.parse(text)),
  'http-method': /^(GET|POST)$/,
  'phone-number': /^(\+?[0-9]{3,15}|[A-Za-z0-9 ]{1,11}|(client|sip|whatsapp):.+)$/,
  currency: /^([A-Z]{3}|[a-z]{3})$/, // small letters in usage, as Twilio has it
  'iso-country-code': /^[A-Z]{2}$/,
};

/** Formats of objects, which JSON Schema does not know: what stands behind each. */
const objects: Readonly<Record<string, Schema>> = {
  'uri-map': { additionalProperties: { type: 'string', format: 'uri' } },
  'phone-number-capabilities': { additionalProperties: { type: 'boolean' } },
};

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` becomes null among the types and the values. Every property that the document
 * names must be there, null or not: programs read them all. Only an enum by reference, which the document does not let be
 * null, is left out where there is nothing to say; and what stands in an object that says itself that it leaves out nulls.
 */
function converted(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(converted);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, format, ...rest } = node as Record<string, unknown>;
  const inner = Object.fromEntries(
    Object.entries(rest)
      .filter(([name]) => !name.startsWith('x-') && name !== 'description')
      .map(([name, value]) => [name, name === 'properties' ? byName(value) : converted(value)]),
  );
  const object = typeof format === 'string' ? objects[format] : undefined;
  const known = typeof format === 'string' && object === undefined ? { format } : {};
  const leavesOut = String(rest['x-class-extra-annotation']).includes('NON_NULL');
  const required =
    rest['properties'] === undefined || leavesOut ? {} : { required: requiredOf(rest['properties'] as Schema) };
  const schema = { ...inner, ...known, ...object, ...required };
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

const requiredOf = (properties: Schema): string[] =>
  Object.entries(properties).flatMap(([name, schema]) => ('$ref' in (schema as Schema) ? [] : [name]));

const byName = (properties: unknown): unknown =>
  Object.fromEntries(Object.entries(properties as Schema).map(([name, schema]) => [name, converted(schema)]));

const ajv = new Ajv({ allErrors: true, strict: false, formats });
ajv.addSchema({ $id: 'twilio', components: converted(document.components) });

const inDocument = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(converted(schema)).replaceAll('"#/components', '"twilio#/components'));

const said = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;

/** What of an answer contradicts the document, for that operation and status. */
export function contradictions(operation: Operation, status: number, body: unknown): string[] {
  if (!Object.hasOwn(operation.answers, String(status))) return [`status ${status} is not one of the operation's`];
  const schema = operation.answers[status];
  if (schema === undefined) return body === undefined ? [] : ['an answer without a body has one'];
  const validate = ajv.compile(inDocument(schema) as object);
  return validate(body) ? [] : (validate.errors ?? []).map(said);
}
