/** A message of the billing queue: a carrier's list is to be read on. */
export type ReadingMessage = { readonly reading: string };
