export type Method = 'GET' | 'POST';

/** Where a document comes from. */
export type Source = { readonly url: string; readonly method: Method };

/** Parameters that a verb adds to the call's own. */
export type Parameters = Readonly<Record<string, string>>;
