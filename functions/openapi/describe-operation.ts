import * as z from 'zod/mini';
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi';
import type { Description } from '../../lib/http/route.ts';
import { sidOf } from '../../lib/http/schema.ts';
import { type Shape, shapeOf } from '../../lib/http/shape.ts';
import type { DescribedRoute } from './read-routes.ts';
import type { refusals } from './refusals.ts';

/** What routes with each kind of credentials say of them. */
const credentialsNote = {
  tenant: '',
  token: 'With an auth token, not with an API key.',
  operator: 'For the operator alone; for everybody else it does not exist.',
  carrier: '',
  none: '',
} as const;

/** A route's operation: its parameters where they stand in the request, its answer, and what it may be refused with. */
export function describeOperation(route: DescribedRoute): ZodOpenApiOperationObject {
  const { description, credentials, method, of } = route;
  const given = parametersOf(route);
  const notes = [description.description, credentialsNote[credentials]].filter((note) => note);
  const isPublic = credentials === 'none';
  return {
    operationId: operationIdOf(route),
    summary: description.summary,
    ...(notes.length > 0 && { description: notes.join(' ') }),
    tags: [of],
    security: isPublic ? [] : [{ account: [] }],
    requestParams: {
      ...(given.inPath !== undefined && { path: given.inPath }),
      ...(given.inQuery !== undefined && { query: given.inQuery }),
      ...(method === 'POST' && { header: idempotencyKey }),
    },
    ...(given.body !== undefined && { requestBody: bodyOf(route, given.body) }),
    responses: {
      [String(description.status ?? 200)]: answerOf(route),
      ...(description.redirects === true && { '302': redirect }),
      ...(isPublic ? { '429': heldBack } : refusalsOf(route)),
    },
  };
}

const idempotencyKey = z.object({
  'idempotency-key': z.optional(
    z
      .string()
      .check(
        z.regex(/^[\x21-\x7e]{1,255}$/),
        z.meta({ description: 'The same key and body get the same answer for 24 hours' }),
      ),
  ),
});

const redirect: ZodOpenApiResponseObject = {
  description: 'It is longer than an answer may be: fetch it from here, within minutes',
  headers: z.object({ location: z.url() }),
};

const heldBack: ZodOpenApiResponseObject = { description: 'More requests than the gateway lets through at once' };

/** `GET /v1/Accounts/{AccountSid}/Profiles` → `getAccountsByAccountSidProfiles`. */
const operationIdOf = ({ method, path }: DescribedRoute): string =>
  method.toLowerCase() +
  path
    .replace('/v1', '')
    .split(/[/.]/)
    .filter((part) => part !== '')
    .map((part) =>
      part.replace(/^\{(\w)(.*)\}$/, (_, first: string, rest: string) => `By${first.toUpperCase()}${rest}`),
    )
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const accountSid = sidOf('AC').check(
  z.meta({ description: 'The account, a sub-account of it, or any for the operator' }),
);

type Given = {
  readonly inPath?: z.ZodMiniObject;
  readonly inQuery?: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
};

/** Where each parameter stands: in the path if that names it, else in the body of a POST, else in the query. */
function parametersOf({ method, path, parameters, description }: DescribedRoute): Given {
  const shape = shapeOf(parameters);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inPath = Object.fromEntries(names.map((name) => [name, shape[name] ?? pathParameter(name)]));
  const others: Shape = Object.fromEntries(Object.entries(shape).filter(([name]) => !names.includes(name)));
  const hasOthers = Object.keys(others).length > 0;
  const body = description.body ?? (hasOthers ? z.strictObject(others) : undefined);
  return {
    ...(names.length > 0 && { inPath: z.object(inPath) }),
    ...(method !== 'POST' && hasOthers && { inQuery: z.object(others) }),
    ...(method === 'POST' && body !== undefined && { body }),
  };
}

const pathParameter = (name: string): z.ZodMiniType => (name === 'AccountSid' ? accountSid : z.string());

const bodyOf = ({ description }: DescribedRoute, schema: z.ZodMiniType) => ({
  required: !schema.safeParse({}).success,
  content: {
    'application/json': { schema, ...(description.example !== undefined && { example: description.example }) },
  },
});

function answerOf({ description: { summary, answer } }: DescribedRoute): ZodOpenApiResponseObject {
  const byType = isSchema(answer) ? { 'application/json': answer } : answer;
  const content = Object.fromEntries(Object.entries(byType).map(([type, schema]) => [type, { schema }]));
  return { description: summary, content };
}

const isSchema = (answer: Description['answer']): answer is z.ZodMiniType => '_zod' in answer;

const refusalsOf = ({ method, description }: DescribedRoute) => ({
  '400': refused('Invalid'),
  '401': refused('Unauthenticated'),
  '403': refused('Forbidden'),
  '404': refused('NotFound'),
  ...((method === 'POST' || description.conflicts === true) && { '409': refused('Conflict') }),
  ...(method === 'POST' && { '413': refused('TooLarge') }),
  '429': refused('TooMany'),
  '500': refused('Failed'),
});

const refused = (name: keyof typeof refusals) => ({ $ref: `#/components/responses/${name}` });
