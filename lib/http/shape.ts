import type * as z from 'zod/mini';

/** The parameters of a schema by name. */
export type Shape = Readonly<Record<string, z.ZodMiniType>>;

/** A schema's own words: what zod keeps of an object's shape, through pipes, unions and intersections. */
export function shapeOf(schema: unknown): Shape {
  const { _zod } = (schema ?? {}) as { _zod?: { def: Record<string, unknown> } };
  const def = _zod?.def ?? {};
  if (def['shape'] !== undefined) return def['shape'] as Shape;
  const inner = [def['in'], def['innerType'], def['left'], def['right'], ...((def['options'] as unknown[]) ?? [])];
  return Object.assign({}, ...inner.filter((each) => each !== undefined).map(shapeOf)) as Shape;
}

/** Whether a schema is that of an object which names all that it takes. */
export function isClosed(schema: z.ZodMiniType): boolean {
  const { type, catchall } = schema._zod.def as { readonly type: string; readonly catchall?: z.ZodMiniType };
  return type === 'object' && (catchall === undefined || catchall._zod.def.type === 'never');
}
