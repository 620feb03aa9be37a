/** The platform's API with the operator's credentials; what it refuses is an error in its own words. */
export type PlatformClient = {
  json<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>;
  /** Posts a file as it is. */
  upload<Answer>(path: string, contentType: string, file: Uint8Array): Promise<Answer>;
  /** A document as it is; undefined where there is none (404). */
  text(path: string): Promise<string | undefined>;
  /** The same as bytes. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** A page of a document, and the path of the next one as its Link header has it. */
  page(path: string): Promise<{ readonly text: string; readonly next: string | undefined }>;
};

type Sent = { readonly contentType: string; readonly body: string | Uint8Array<ArrayBuffer> };

export function platformClient(
  url: string,
  { accountSid, authToken }: { accountSid: string; authToken: string },
): PlatformClient {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const ask = async (method: string, path: string, sent?: Sent): Promise<Response> => {
    const headers = { authorization, ...(sent !== undefined && { 'content-type': sent.contentType }) };
    try {
      return await fetch(url + path, { method, headers, body: sent?.body ?? null });
    } catch (error) {
      throw new Error(
        `The platform at ${url} does not answer (${error instanceof Error ? error.message : error}). Is it running?`,
      );
    }
  };
  const document = async (path: string): Promise<Response | undefined> => {
    const answer = await ask('GET', path);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(await refusalOf('GET', path, answer));
    return answer;
  };
  const answered = async <Answer>(method: string, path: string, sent?: Sent): Promise<Answer> => {
    const answer = await ask(method, path, sent);
    if (!answer.ok) throw new Error(await refusalOf(method, path, answer));
    return (await answer.json()) as Answer;
  };
  return {
    json: (method, path, body) =>
      answered(method, path, body && { contentType: 'application/json', body: JSON.stringify(body) }),
    upload: (path, contentType, file) => answered('POST', path, { contentType, body: new Uint8Array(file) }),
    text: async (path) => (await document(path))?.text(),
    bytes: async (path) => (await document(path))?.bytes(),
    page: async (path) => {
      const answer = await ask('GET', path);
      if (!answer.ok) throw new Error(await refusalOf('GET', path, answer));
      const next = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
      return { text: await answer.text(), next };
    },
  };
}

/** The platform's own words; several faults stand on a line each. */
async function refusalOf(method: string, path: string, answer: Response): Promise<string> {
  const text = await answer.text();
  const [quoted] = /"message":("(?:[^"\\]|\\.)*")/.exec(text)?.slice(1) ?? [];
  const message = quoted === undefined ? text : String(JSON.parse(quoted));
  return `${method} ${path}: ${message.replaceAll('; ', '\n  ')} (HTTP ${answer.status})`;
}
