/** A request in Twilio's dialect, its path's names taken apart. */
export type RestRequest = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  /** The SIDs and words in the path, by the names of the route. */
  readonly named: Readonly<Record<string, string>>;
};

export type RestAnswer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'empty'; readonly status: 204 }
  | { readonly kind: 'audio'; readonly bytes: number; readonly chunks: () => Iterable<Buffer> };

export const found = (body: unknown): RestAnswer => ({ kind: 'json', status: 200, body });
export const created = (body: unknown): RestAnswer => ({ kind: 'json', status: 201, body });
export const deleted: RestAnswer = { kind: 'empty', status: 204 };

/** An error as Twilio answers it. */
export const refused = (status: number, code: number, message: string): RestAnswer => ({
  kind: 'json',
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

/** What is not there, or not of this account. */
export const notFound = (path: string): RestAnswer =>
  refused(404, 20404, `The requested resource ${path} was not found`);

/** A missing or wrong parameter: 400 with Twilio's code. */
export const badRequest = (code: number, message: string): RestAnswer => refused(400, code, message);
