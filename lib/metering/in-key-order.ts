type Page<Item> = { Items?: Item[] | undefined; LastEvaluatedKey?: Record<string, unknown> | undefined };

/** The items of a partition in key order, read as they are asked for, so many at once: `read` is a query from a start key on. */
export async function* inKeyOrder<Item>(
  read: (options: { limit: number; exclusiveStartKey?: Record<string, unknown> }) => Promise<Page<Item>>,
  atOnce = 1_000,
): AsyncGenerator<Item> {
  let last: Record<string, unknown> | undefined;
  do {
    const page: Page<Item> = await read({ limit: atOnce, ...(last && { exclusiveStartKey: last }) });
    yield* page.Items ?? [];
    last = page.LastEvaluatedKey;
  } while (last !== undefined);
}

/** The first of items, at most so many; no more are read than that takes. */
export async function firstOf<Item>(items: AsyncIterable<Item>, limit: number): Promise<Item[]> {
  const found: Item[] = [];
  if (limit === 0) return found;
  for await (const item of items) if (found.push(item) === limit) break;
  return found;
}

type Named = { readonly id: string };

/** Two sequences in the order of ids, merged: what has one id stands together. The first of both is asked for at once. */
export async function* sideBySide<Left extends Named, Right extends Named>(
  lefts: AsyncGenerator<Left>,
  rights: AsyncGenerator<Right>,
): AsyncGenerator<{ readonly left: Left | undefined; readonly right: Right | undefined }> {
  let [left, right] = await Promise.all([lefts.next(), rights.next()]);
  while (left.done !== true || right.done !== true) {
    const takesLeft = left.done !== true && (right.done === true || left.value.id <= right.value.id);
    const takesRight = right.done !== true && (left.done === true || right.value.id <= left.value.id);
    yield {
      left: takesLeft && left.done !== true ? left.value : undefined,
      right: takesRight && right.done !== true ? right.value : undefined,
    };
    if (takesLeft) left = await lefts.next();
    if (takesRight) right = await rights.next();
  }
}
