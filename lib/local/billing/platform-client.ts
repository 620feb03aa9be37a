/** The platform's API with the operator's credentials; what it refuses is an error in its own words. */
export type PlatformClient = {
  json<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>;
  /** A document as it is; undefined where there is none (404). */
  text(path: string): Promise<string | undefined>;
  /** The same as bytes. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** A page of a document, and the path of the next one as its Link header has it. */
  page(path: string): Promise<{ readonly text: string; readonly next: string | undefined }>;
};

export function platformClient(
  url: string,
  { accountSid, authToken }: { accountSid: string; authToken: string },
): PlatformClient {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const headers = { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) };
    try {
      return await fetch(url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
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
  return {
    json: async <Answer>(method: 'GET' | 'POST', path: string, body?: object) => {
      const answer = await ask(method, path, body);
      if (!answer.ok) throw new Error(await refusalOf(method, path, answer));
      return (await answer.json()) as Answer;
    },
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

async function refusalOf(method: string, path: string, answer: Response): Promise<string> {
  const text = await answer.text();
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
  return `${method} ${path}: ${message} (HTTP ${answer.status})`;
}
