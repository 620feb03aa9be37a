import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Description, Route } from '../../lib/http/route.ts';

const functionsFolder = join(import.meta.dirname, '..');

/** A route of `/v1` with what is said of it, and the folder of the function in whose table it stands. */
export type DescribedRoute = Route & { readonly of: string; readonly description: Description };

type FoundRoute = Route & { readonly of: string };

/** Every route of `/v1`, by path. Throws with the names of those that are not described. */
export async function readRoutes(): Promise<readonly DescribedRoute[]> {
  const folders = globSync('*/http.ts', { cwd: functionsFolder }).map((file) => file.replace('/http.ts', ''));
  const tables = await Promise.all(folders.map(routesOf));
  return describedRoutes(tables.flat());
}

/** The routes of `/v1` among them, by path. Throws with the names of those that are not described. */
export function describedRoutes(found: readonly FoundRoute[]): readonly DescribedRoute[] {
  const routes = found.filter(({ path }) => path.startsWith('/v1/'));
  const silent = routes.filter(({ description }) => description === undefined);
  if (silent.length > 0) {
    const names = silent.map(({ method, path, of }) => `${method} ${path} (functions/${of}/http.ts)`);
    throw new Error(`These routes of /v1 have no summary and no schema of their answer: ${names.join(', ')}`);
  }
  const described = routes.filter((route): route is DescribedRoute => route.description !== undefined);
  return described.sort((one, other) => keyOf(one).localeCompare(keyOf(other), 'en'));
}

const keyOf = ({ path, method }: Route): string => `${path} ${method}`;

async function routesOf(of: string): Promise<FoundRoute[]> {
  const { routes } = (await import(join(functionsFolder, of, 'http.ts'))) as { routes: readonly Route[] };
  return routes.map((route) => ({ ...route, of }));
}
