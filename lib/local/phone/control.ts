/** A call as the control API shows it. */
export type CallView = {
  readonly sid: string;
  readonly status: string;
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
};

/** A text as the control API shows it. */
export type TextView = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly at: string;
  readonly mediaUrls: readonly string[];
};

export type Entry = { readonly at: number; readonly from: 'carrier' | 'phone' | 'other'; readonly text: string };

/** New entries of a call's transcript; `next` is where to go on reading. */
export type Transcript = {
  readonly entries: readonly Entry[];
  readonly next: number;
  readonly status: string;
  readonly ended: boolean;
};

/** The control API refused, in its words. */
export class Refused extends Error {}

/** Asks the phones' control API at `url`. Throws Refused with its reason, or a sentence when nothing answers there. */
export const controlAt =
  (url: string) =>
  async <Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new Refused(`Nothing answers at ${url}: is the platform still running?`, { cause: error });
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Refused((answer as { error: string }).error);
    return answer as Answer;
  };

export type Control = ReturnType<typeof controlAt>;
