import type { PlanInput } from '../../lib/rating/plan.ts';

/** JSON of any shape. */
type Json = unknown;

/** A name in the form of `/v1`: `effectiveFrom` → `EffectiveFrom`. */
export const apiName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A document's names in the form of `/v1`. */
export const toApiNames = (value: Json): Json => renamed(value, apiName);

/** And back. */
export const fromApiNames = (value: Json): Json =>
  renamed(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));

function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((part) => renamed(part, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [rename(name), renamed(part, rename)]));
}

/** A fault's path in the form of `/v1`: `lines.0.price: …` → `Lines.0.Price: …`. */
export const faultInApiNames = (fault: string): string => {
  const [path = '', ...message] = fault.split(': ');
  return [path.split('.').map(apiName).join('.'), ...message].join(': ');
};

/** A plan's version as `/v1` answers it. */
export const ratePlanRepresentation = (document: PlanInput, version: number, createdAt: number) => ({
  ...(toApiNames(document) as object),
  Version: version,
  DateCreated: new Date(createdAt).toISOString(),
});
