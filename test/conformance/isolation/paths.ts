import type { Credentials } from '../../integration/gateway.ts';
import { throughGateway } from '../gateway-routes.ts';
import { pathParameters, type TabledRoute } from '../route-tables.ts';

/** A path whose parameters are filled in; `made` tells what none of the account's resources could fill. */
export type FilledPath = {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly made: readonly string[];
};

const snake = (name: string): string => name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

type Listed = Readonly<Record<string, unknown>>;

/** What a collection of the account's lists now; nothing where it is no collection. */
async function list(as: Credentials, collection: string): Promise<readonly Listed[]> {
  for (const path of [`${collection}.json`, collection]) {
    const { statusCode, body } = await throughGateway({ method: 'GET', path, as }).catch(() => ({
      statusCode: 404,
      body: '',
    }));
    if (statusCode !== 200 || !body?.startsWith('{')) continue;
    const items = Object.values(JSON.parse(body) as Listed).find((value) => Array.isArray(value));
    if (items !== undefined) return items as Listed[];
  }
  return [];
}

/** What could stand in a path for one of a collection's items. */
function nameOf(item: Listed, parameter: string): string | undefined {
  const names = [snake(parameter), parameter, 'sid', 'Sid', 'name', 'Name'];
  const found = names.map((name) => item[name]).find((value) => typeof value === 'string');
  return found as string | undefined;
}

/**
 * Fills a route's path with things that an account really has: each parameter is an item of the collection before it,
 * chosen so that what comes after it exists too. `known` has what no collection lists.
 */
export async function fill(
  { path }: Pick<TabledRoute, 'path'>,
  owner: Credentials,
  known: Readonly<Record<string, string>>,
): Promise<FilledPath> {
  const given: Record<string, string> = { ...known, AccountSid: owner.sid, carrier: 'twilio' };
  const search = async (parameters: Record<string, string>): Promise<Record<string, string> | undefined> => {
    const filled = withParameters(path, parameters);
    const [next] = pathParameters(filled);
    if (next === undefined) return parameters;
    if (given[next] !== undefined) return search({ ...parameters, [next]: given[next] });
    const collection = filled.slice(0, filled.indexOf(`/{${next}}`));
    for (const item of await list(owner, collection)) {
      const value = nameOf(item, next);
      const found = value === undefined ? undefined : await search({ ...parameters, [next]: value });
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = await search({});
  if (found !== undefined) return { path: withParameters(path, found), parameters: found, made: [] };
  const names = pathParameters(path);
  const made = Object.fromEntries(names.map((name) => [name, given[name] ?? `XX${'e'.repeat(32)}`]));
  return {
    path: withParameters(path, made),
    parameters: made,
    made: names.filter((name) => given[name] === undefined),
  };
}

/** A path with some of its parameters filled in. */
export const withParameters = (path: string, parameters: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => parameters[name] ?? whole);

const isSid = (value: string): boolean => /^[A-Z]{2}[0-9a-f]{32}$/.test(value);

/** The same parameters with SIDs that nobody has; `only` those that it names. */
export const nobodys = (parameters: Readonly<Record<string, string>>, only: (name: string) => boolean) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      only(name) && isSid(value) ? `${value.slice(0, 2)}${'f'.repeat(32)}` : value,
    ]),
  );

/** Whether a filled path names a resource, beside the account. */
export const namesResource = ({ parameters }: FilledPath): boolean =>
  Object.entries(parameters).some(([name, value]) => name !== 'AccountSid' && isSid(value));
