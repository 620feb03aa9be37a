import * as z from 'zod/mini';
import { type Refusal, refuse } from '../error/catalogue.ts';
import type { Place } from '../store/page.ts';
import { optionalInteger } from './parameter.ts';

const pageSizeDefault = 50;

/** The paging parameters of every list, to be spread into its schema. */
export const pagingParameters = {
  PageSize: optionalInteger(1, 1_000),
  Page: optionalInteger(0, 999_999_999),
  PageToken: z.optional(z.string().check(z.maxLength(200))),
};

/** Which page is asked for: how many items, its number, and where in the list. */
export type PageRequest = { readonly size: number; readonly number: number; readonly place: Place };

type Given = { PageSize?: number | undefined; Page?: number | undefined; PageToken?: string | undefined };

/** A token is a key of the list: as at Twilio PA… goes on behind it, and PB… goes back, up to it. */
const tokens = { after: 'PA', upTo: 'PB' } as const;

/** Reads paging parameters; a page token that is not ours is refused. */
export function pageRequest({ PageSize, Page, PageToken }: Given): PageRequest | Refusal {
  const size = PageSize ?? pageSizeDefault;
  if (PageToken === undefined || PageToken === '') return { size, number: Page ?? 0, place: {} };
  const key = Buffer.from(PageToken.slice(2), 'base64url').toString('utf8');
  if (!/^P[AB]/.test(PageToken) || !/^\d{13}#[A-Z]{2}[0-9a-f]{32}(#[0-9a-f]{8})?$/.test(key))
    return refuse(21481, PageToken);
  return { size, number: Page ?? 0, place: PageToken.startsWith(tokens.upTo) ? { upTo: key } : { after: key } };
}

/** How the page before and the next one are found: their keys in the list, undefined where there is none. */
export type Around = { readonly next?: string | undefined; readonly previous?: string | undefined };

/** Twilio's list: the items under `name`, and the URIs of the pages around. */
export function pageAnswer(
  name: string,
  representations: readonly unknown[],
  page: Pick<PageRequest, 'size' | 'number'> & Around,
  uri: { readonly path: string; readonly query: string },
) {
  const { size, number, next, previous } = page;
  const start = number * size;
  return {
    [name]: representations,
    first_page_uri: pageUri(uri, size, 0, undefined),
    next_page_uri: next === undefined ? null : pageUri(uri, size, number + 1, pageToken({ after: next })),
    // Going back over what has come meanwhile leads before page 0: it stays page 0.
    previous_page_uri:
      previous === undefined ? null : pageUri(uri, size, Math.max(number - 1, 0), pageToken({ upTo: previous })),
    page: number,
    page_size: size,
    start,
    end: start + Math.max(representations.length - 1, 0),
    uri: uri.query === '' ? uri.path : `${uri.path}?${uri.query}`,
  };
}

/** The page token of a place in a list. */
export const pageToken = ({ after, upTo }: Place): string =>
  (upTo === undefined ? tokens.after : tokens.upTo) + Buffer.from(upTo ?? after ?? '').toString('base64url');

function pageUri(
  uri: { path: string; query: string },
  size: number,
  number: number,
  token: string | undefined,
): string {
  const query = new URLSearchParams(uri.query);
  query.set('PageSize', String(size));
  query.set('Page', String(number));
  if (token === undefined) query.delete('PageToken');
  else query.set('PageToken', token);
  return `${uri.path}?${query}`;
}
