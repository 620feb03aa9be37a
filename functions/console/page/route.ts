import { signal } from '@preact/signals';

const pageDefault = 'overview';

/** Where somebody is: `#/calls/CA…` is the page `calls` of one resource. */
export type Place = { readonly page: string; readonly sid: string | undefined };

/** The place that the address names. */
export const place = signal<Place>(placeOf(location.hash));

addEventListener('hashchange', () => {
  place.value = placeOf(location.hash);
});

function placeOf(hash: string): Place {
  const [page = '', sid] = hash.replace(/^#\/?/, '').split('/');
  return { page: page === '' ? pageDefault : page, sid: sid === undefined ? undefined : decodeURIComponent(sid) };
}

/** The address of a page, or of one resource on it. */
export const linkTo = (page: string, sid?: string): string =>
  sid === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(sid)}`;
