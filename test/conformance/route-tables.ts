import { globSync } from 'node:fs';
import type { Route } from '../../lib/http/route.ts';
import { repository } from '../../lib/local/repository.ts';
import type { Handler } from '../integration/gateway.ts';

/** A route with the function whose table it stands in. */
export type TabledRoute = Route & { readonly of: string; readonly function: Handler };

/** Every route of every function: a new folder with an http.ts is in it by itself. */
export async function everyRoute(): Promise<readonly TabledRoute[]> {
  const files = globSync('functions/*/http.ts', { cwd: repository }).sort();
  const tables = await Promise.all(
    files.map(async (file) => {
      const { routes, handler } = (await import(`${repository}/${file}`)) as { routes: Route[]; handler: Handler };
      return routes.map((route) => ({ ...route, of: file.split('/')[1] ?? '', function: handler }));
    }),
  );
  return tables.flat();
}

/** The names of a path's parameters. */
export const pathParameters = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
