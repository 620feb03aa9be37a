type Page<Item> = { Items?: Item[] | undefined; LastEvaluatedKey?: Record<string, unknown> | undefined };

/** How many items are read at once, where they are handed on one by one. */
const readAtOnce = 1_000;

/** The items of a partition in key order, read as they are asked for: `read` is a query from a start key on. */
export async function* inKeyOrder<Item>(
  read: (options: { limit: number; exclusiveStartKey?: Record<string, unknown> }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let last: Record<string, unknown> | undefined;
  do {
    const page: Page<Item> = await read({ limit: readAtOnce, ...(last && { exclusiveStartKey: last }) });
    yield* page.Items ?? [];
    last = page.LastEvaluatedKey;
  } while (last !== undefined);
}
