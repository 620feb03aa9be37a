import { globSync } from 'node:fs';
import type { Route } from '../../lib/http/api.ts';
import { repository } from '../../lib/local/repository.ts';
import { type Operation, operations } from './operations.ts';

/** Parameters by any name are the same parameter. */
const shape = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`;

/** The operations that the functions' own route tables have: nobody writes this list. */
export async function offeredOperations(): Promise<readonly Operation[]> {
  const tables = await Promise.all(
    globSync('functions/*/http.ts', { cwd: repository }).map(
      async (file) => (await import(`${repository}/${file}`)) as { routes?: readonly Route[] },
    ),
  );
  const routes = new Set(tables.flatMap(({ routes = [] }) => routes.map((route) => shape(route))));
  return operations.filter((operation) => routes.has(shape(operation)));
}
