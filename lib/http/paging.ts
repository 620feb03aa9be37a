import * as z from 'zod/mini';
import { type Refusal, refuse } from '../error/catalogue.ts';
import { optionalInteger } from './parameter.ts';

const pageSizeDefault = 50;

/** The paging parameters of every list, to be spread into its schema. */
export const pagingParameters = {
  PageSize: optionalInteger(0, 1_000),
  Page: optionalInteger(0, 999_999_999),
  PageToken: z.optional(z.string().check(z.maxLength(200))),
};

/** Which page is asked for: how many items, its number, and the sort key that the last page ended with. */
export type PageRequest = { readonly size: number; readonly number: number; readonly after: string | undefined };

type Given = { PageSize?: number | undefined; Page?: number | undefined; PageToken?: string | undefined };

/** Reads paging parameters; a page token that is not ours is refused. */
export function pageRequest({ PageSize, Page, PageToken }: Given): PageRequest | Refusal {
  const size = PageSize === undefined || PageSize === 0 ? pageSizeDefault : PageSize;
  if (PageToken === undefined || PageToken === '') return { size, number: Page ?? 0, after: undefined };
  const after = Buffer.from(PageToken.replace(/^PT/, ''), 'base64url').toString('utf8');
  if (!/^\d{13}#[A-Z]{2}[0-9a-f]{32}(#[0-9a-f]{8})?$/.test(after)) return refuse(20001, `PageToken: ${PageToken}`);
  return { size, number: Page ?? 0, after };
}

/** Twilio's list: the items under `name`, and the URIs of the pages around. */
export function pageAnswer(
  name: string,
  representations: readonly unknown[],
  page: PageRequest & { readonly next: string | undefined },
  uri: { readonly path: string; readonly query: string },
) {
  const start = page.number * page.size;
  return {
    [name]: representations,
    first_page_uri: pageUri(uri, page.size, 0, undefined),
    next_page_uri: page.next === undefined ? null : pageUri(uri, page.size, page.number + 1, page.next),
    previous_page_uri: page.number === 0 ? null : pageUri(uri, page.size, 0, undefined),
    page: page.number,
    page_size: page.size,
    start,
    end: start + Math.max(representations.length - 1, 0),
    uri: uri.query === '' ? uri.path : `${uri.path}?${uri.query}`,
  };
}

function pageUri(
  uri: { path: string; query: string },
  size: number,
  number: number,
  after: string | undefined,
): string {
  const query = new URLSearchParams(uri.query);
  query.set('PageSize', String(size));
  query.set('Page', String(number));
  if (after === undefined) query.delete('PageToken');
  else query.set('PageToken', `PT${Buffer.from(after).toString('base64url')}`);
  return `${uri.path}?${query}`;
}
