import * as z from 'zod/mini';

/** Gives a schema the name under which the document of `/v1` shows it, once, however often it is used. */
export function named<Schema extends z.ZodMiniType>(id: string, schema: Schema): Schema {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  return schema;
}

/** A SID: two letters and 32 hexadecimal digits. */
export const sidOf = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}[0-9a-f]{32}$`)));

/** An instant as ISO 8601 in UTC. */
export const instant = () => z.iso.datetime();

/** Decimal text of an amount: JSON numbers are floats. */
export const amount = () => z.string().check(z.regex(/^-?\d+(\.\d+)?$/));

/** What a page of a list says of the next one: its path with query, null on the last page. */
export const nextPageUri = () => z.nullable(z.string());

/** ISO 4217. */
export const currencyCode = () => z.string().check(z.regex(/^[A-Z]{3}$/));
