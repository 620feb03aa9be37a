import { found, type RestAnswer, type RestRequest } from './answer.ts';

const defaultPageSize = 50;
const largestPage = 1_000;

/** A page of a list, newest first, as Twilio answers it. `name` is the list's key in the answer. */
export function page<T>(
  request: RestRequest,
  name: string,
  all: readonly T[],
  represent: (item: T) => unknown,
): RestAnswer {
  const size = Math.min(Math.max(numberOf(request, 'PageSize', defaultPageSize), 1), largestPage);
  const number = numberOf(request, 'Page', 0);
  const items = all.slice(number * size, (number + 1) * size);
  const uri = (of: number) => {
    const query = new URLSearchParams(request.query);
    query.set('PageSize', String(size));
    query.set('Page', String(of));
    return `${request.path}?${query}`;
  };
  return found({
    [name]: items.map(represent),
    page: number,
    page_size: size,
    start: number * size,
    end: number * size + Math.max(items.length - 1, 0),
    uri: uri(number),
    first_page_uri: uri(0),
    previous_page_uri: number > 0 ? uri(number - 1) : null,
    next_page_uri: (number + 1) * size < all.length ? uri(number + 1) : null,
  });
}

function numberOf({ query }: RestRequest, name: string, otherwise: number): number {
  const text = query.get(name);
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
}
