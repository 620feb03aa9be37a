import type * as z from 'zod';

export type ControlAnswer = { readonly status: number; readonly json: unknown };

/** A request whose body and query have passed the route's schemas. */
export type Checked<Body, Query> = {
  readonly named: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
};

/** One operation of the control API. */
export type ControlRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly handle: (request: Checked<unknown, unknown>) => ControlAnswer | Promise<ControlAnswer>;
};

type Method = ControlRoute['method'];

/** A route whose handler gets what its schemas let through. */
export function route<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUnknown>(
  at: `${Method} /control/${string}`,
  summary: string,
  options: { body?: Body; query?: Query },
  handle: (request: Checked<z.infer<Body>, z.infer<Query>>) => ControlAnswer | Promise<ControlAnswer>,
): ControlRoute {
  const [method, path] = at.split(' ') as [Method, string];
  return { method, path, summary, body: options.body, query: options.query, handle: handle as ControlRoute['handle'] };
}

export const ok = (json: unknown): ControlAnswer => ({ status: 200, json });
export const made = (json: unknown): ControlAnswer => ({ status: 201, json });
export const missing = (what: string): ControlAnswer => ({ status: 404, json: { error: `There is no ${what}` } });
export const impossible = (why: string): ControlAnswer => ({ status: 409, json: { error: why } });
export const error = (status: number, message: string): ControlAnswer => ({ status, json: { error: message } });
