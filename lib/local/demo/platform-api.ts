import type { Credentials } from '../platform-file.ts';

/** The platform's own API, `/v1`, with an account's credentials. Whatever it does not take is an error in its words. */
export type PlatformApi = {
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, json: unknown): Promise<Answer>;
  /** A document as it is: CSV, HTML, canonical JSON. */
  text(path: string): Promise<string>;
};

export function platformApi(url: string, { accountSid, authToken }: Credentials): PlatformApi {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const ask = async (method: string, path: string, json?: unknown): Promise<Response> => {
    const body = json === undefined ? null : JSON.stringify(json);
    const headers = { authorization, ...(json !== undefined && { 'content-type': 'application/json' }) };
    const answer = await fetch(url + path, { method, headers, body });
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    get: async <Answer>(path: string) => (await (await ask('GET', path)).json()) as Answer,
    post: async <Answer>(path: string, json: unknown) => (await (await ask('POST', path, json)).json()) as Answer,
    text: async (path) => (await ask('GET', path)).text(),
  };
}
