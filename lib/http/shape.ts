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
