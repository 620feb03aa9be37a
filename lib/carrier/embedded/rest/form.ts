import type { StatusLink } from '../interpreter/dialing.ts';
import type { Method, Source } from '../interpreter/source.ts';

/** A parameter's text, or undefined when it is missing or empty. */
export const textIn = (form: URLSearchParams, name: string): string | undefined => form.get(name)?.trim() || undefined;

/** A whole number, or undefined when it is missing or none. */
export function numberIn(form: URLSearchParams, name: string): number | undefined {
  const text = textIn(form, name);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

export const truthIn = (form: URLSearchParams, name: string): boolean | undefined => {
  const text = textIn(form, name)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
};

export const methodIn = (form: URLSearchParams, name: string): Method =>
  textIn(form, name)?.toUpperCase() === 'GET' ? 'GET' : 'POST';

/** A URL parameter with its method, as `Url` and `Method`. */
export function sourceIn(form: URLSearchParams, urlName: string, methodName: string): Source | undefined {
  const url = textIn(form, urlName);
  return url === undefined ? undefined : { url, method: methodIn(form, methodName) };
}

/** A status callback: its URL, method and events, which may be repeated or separated by spaces. */
export function statusLinkIn(
  form: URLSearchParams,
  name: string,
  otherwise: readonly string[],
): StatusLink | undefined {
  const source = sourceIn(form, name, `${name}Method`);
  const events = form.getAll(`${name}Event`).flatMap((text) => text.split(/[\s,]+/).filter(Boolean));
  return source === undefined ? undefined : { ...source, events: events.length > 0 ? events : otherwise };
}

/** The first URL parameter that is no http(s) URL, by name. */
export const badUrlIn = (form: URLSearchParams, names: readonly string[]): string | undefined =>
  names.find((name) => {
    const url = textIn(form, name);
    return url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '');
  });
