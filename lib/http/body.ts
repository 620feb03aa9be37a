import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Refusal, refuse } from '../error/catalogue.ts';

const bodyBytesMax = 1_048_576;
/** CSV may be as long as a Lambda can be given. */
const csvBytesMax = 5_500_000;
const nestingMax = 32;

/** Parameters by name: a text, or several where the name is repeated; JSON bodies bring values of any kind. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Everything that a request says: its query, its body (form, JSON object, or CSV as `Csv`), its path; the path wins, then the body. */
export function parametersOf(event: APIGatewayProxyEventV2): Parameters | Refusal {
  const body = bodyOf(event);
  if ('kind' in body && body.kind === 'refusal') return body as Refusal;
  const parameters = { ...formParameters(event.rawQueryString ?? ''), ...body, ...event.pathParameters };
  const objection = objectionTo(parameters, nestingMax);
  return objection === undefined ? parameters : refuse(20001, objection);
}

function bodyOf(event: APIGatewayProxyEventV2): Parameters | Refusal {
  if (!event.body) return {}; // absent; the local gateway says null
  const raw = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  const type = event.headers['content-type'] ?? '';
  const isCsv = type.startsWith('text/csv');
  const bytesMax = isCsv ? csvBytesMax : bodyBytesMax;
  if (raw.length > bytesMax) return refuse(20413, `the body has more than ${bytesMax} bytes`);
  if (isCsv) return { Csv: raw };
  if (type.startsWith('multipart/'))
    return refuse(20001, `the body is ${type.split(';')[0]}: it must be form-encoded or JSON`);
  return type.includes('json') ? jsonParameters(raw) : formParameters(raw);
}

function jsonParameters(raw: string): Parameters | Refusal {
  const refusal = refuse(20001, 'the body is not a JSON object');
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : refusal;
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(20001, `the body is not JSON: ${error.message}`);
    throw error;
  }
}

/** What cannot be stored, compared or walked through: half a character (a lone surrogate), or depth without end. */
function objectionTo(value: unknown, levels: number): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'text that is not well-formed Unicode';
  if (typeof value !== 'object' || value === null) return undefined;
  if (levels === 0) return `nested deeper than ${nestingMax} levels`;
  for (const [name, each] of Object.entries(value)) {
    const objection = objectionTo(name, levels) ?? objectionTo(each, levels - 1);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

/** Form-encoded text; a repeated name becomes a list. Any name is safe: `__proto__` is a name like another. */
export function formParameters(raw: string): Parameters {
  const found = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(raw)) {
    const before = found.get(name);
    found.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(found);
}
