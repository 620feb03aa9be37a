import { type Operation, operations } from './operations.ts';
import { everyRoute } from './route-tables.ts';

/** Parameters by any name are the same parameter. */
const shape = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`;

/** The operations that the functions' own route tables have: nobody writes this list. */
export async function offeredOperations(): Promise<readonly Operation[]> {
  const routes = new Set((await everyRoute()).map(shape));
  return operations.filter((operation) => routes.has(shape(operation)));
}
