import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocument } from 'zod-openapi';
import { describeOperation } from './describe-operation.ts';
import { type DescribedRoute, readRoutes } from './read-routes.ts';
import { refusals } from './refusals.ts';

const repository = join(import.meta.dirname, '../..');

const introduction = `What Twilio's API has no word for: the accounts' configuration, prices and statements. Bodies and answers are JSON.
A request acts for the account in its path: with that account's credentials, its parent's or the operator's. What belongs to
another account answers 404. A POST with an \`Idempotency-Key\` is done once in 24 hours.`;

/** The OpenAPI 3.1 document of `/v1` as JSON, from the route tables and the schemas that validate. Same sources, same bytes. */
export async function buildDocument(): Promise<string> {
  const routes = await readRoutes();
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tallyline platform API',
      version: versionOf(),
      description: introduction.replaceAll('\n', ' '),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document comes from' }],
    tags: [...new Set(routes.map(({ of }) => of))].sort().map((name) => ({ name, description: subjectOf(name) })),
    paths: pathsOf(routes),
    components: {
      securitySchemes: {
        account: {
          type: 'http',
          scheme: 'basic',
          description: 'An account SID and its auth token, or the SID and the secret of one of its API keys.',
        },
      },
      responses: refusals,
    },
  });
  return `${JSON.stringify(document, withReadableInstants, 2)}\n`;
}

/** zod's own pattern of an instant is 300 characters long and says no more than the format, and whether it is in UTC. */
function withReadableInstants(_name: string, value: unknown): unknown {
  const { format, pattern, ...others } = (value ?? {}) as { readonly format?: unknown; readonly pattern?: unknown };
  if (typeof pattern !== 'string' || (format !== 'date-time' && format !== 'date')) return value;
  return { ...others, format, ...(pattern.endsWith('(?:Z))$') && { pattern: 'Z$' }) };
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function pathsOf(routes: readonly DescribedRoute[]) {
  const paths: Record<string, Record<string, ReturnType<typeof describeOperation>>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeOperation(route) };
  }
  return paths;
}

/** What a function is about: the first paragraph of its folder's README. */
function subjectOf(of: string): string {
  const [, subject] = readFileSync(join(repository, 'functions', of, 'README.md'), 'utf8').split(/\n\n/);
  if (subject === undefined) throw new Error(`functions/${of}/README.md has no first paragraph`);
  return subject.replaceAll('\n', ' ');
}
