/**
 * Every item that changes carries a revision. A change is written on condition that the revision is still the one
 * that was loaded: a decision is never stored over a state that it did not see.
 */
export type Revised = { readonly revision: number };

/** The item with its changes and the next revision. A change to `undefined` removes the attribute. */
export function revised<Item extends Revised>(
  item: Item,
  changes: { readonly [Key in keyof Item]?: Item[Key] | undefined },
): Item {
  return { ...item, ...changes, revision: item.revision + 1 };
}

/** The condition that nobody has changed the item since it was loaded. */
export const unrevised = (item: Revised) => ({ attr: 'revision', eq: item.revision }) as const;
