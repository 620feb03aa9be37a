/**
 * Who may say what applies, from the nearest to the furthest: the request, the number or application, the account,
 * its parent (what it hands down), the operator, and what is built in.
 */
export const levels = ['request', 'number', 'account', 'parent', 'operator', 'builtIn'] as const;
export type Level = (typeof levels)[number];

/** What each level says; the built-in default always says something. */
export type Said<Value> = { readonly [Name in Level]?: Value | undefined } & { readonly builtIn: Value };

/** The setting that applies: what the nearest level says. An empty text says nothing: so is a URL taken away. */
export function inForce<Value>(said: Said<Value>): Value {
  const named = levels.find((level) => said[level] !== undefined && said[level] !== '');
  return (named === undefined ? undefined : said[named]) ?? said.builtIn;
}

/** The limit that applies, a number that may not be exceeded: the strictest that any level says. */
export const strictest = (said: Said<number>): number =>
  Math.min(...levels.flatMap((level) => (said[level] === undefined ? [] : [said[level]])));
