// The simulated phones of the platform that runs here. Copy this file into your own tests.

const control = process.env['TALLYLINE_CONTROL_URL'];

/** What a phone does in a call; all of it in openapi.json of the control API. */
export type Script = {
  readonly answer?: { readonly kind: 'answers'; readonly after: string } | { readonly kind: 'busy' | 'no answer' };
  readonly steps?: readonly (
    | { readonly act: 'hears' | 'says'; readonly text: string }
    | { readonly act: 'presses'; readonly digits: string }
    | { readonly act: 'hangs up' }
  )[];
  readonly hangsUpAfter?: string;
};

/** Forgets calls, texts and scripts; whoever is in a call hangs up first. */
export const reset = () => ask('POST', '/reset', { hangUp: true });

/** Tells a phone what to do when it is called. */
export const script = (number: string, script: Script) => ask('PUT', `/phones/${number}`, script);

/** Dials from a phone; the script is for this call. */
export const dial = (number: string, to: string, script: Script = {}): Promise<{ sid: string }> =>
  ask('POST', `/phones/${number}/calls`, { to, script });

/** Lets so much time pass at once, with all that happens in it. */
export const turn = (advanceSeconds: number) => ask('POST', '/clock', { advanceSeconds });

/** What the phone of a call heard, in order. */
export async function heard(sid: string): Promise<string[]> {
  const { entries } = await ask<{ entries: { from: string; text: string }[] }>('GET', `/calls/${sid}/transcript`);
  return entries.filter(({ from }) => from !== 'phone').map(({ text }) => text);
}

/** The verbs of TwiML that a call executed. */
export async function verbs(sid: string): Promise<string[]> {
  const { trace } = await ask<{ trace: { verb: string }[] }>('GET', `/calls/${sid}/trace`);
  return trace.map(({ verb }) => verb);
}

/** The texts that reached a phone, newest first. */
export async function texts(number: string): Promise<{ from: string; body: string }[]> {
  return (await ask<{ texts: { from: string; body: string }[] }>('GET', `/phones/${number}/texts`)).texts;
}

/** The newest text to a phone that matches, as soon as it is there; `match` is what the pattern's groups found. */
export const textMatching = (number: string, pattern: RegExp): Promise<{ body: string; match: string[] }> =>
  ask('GET', `/phones/${number}/texts/last?${new URLSearchParams({ matches: pattern.source, waitSeconds: '10' })}`);

/** Sets what goes wrong on the way between carrier and platform; an empty list ends it. */
export const faults = (faults: readonly { kind: string; rate: number }[]) => ask('PUT', '/faults', { faults });

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  if (control === undefined)
    throw new Error('Run the tests by npm run twilio -- …, while the platform runs (npm start)');
  const answer = await fetch(control + path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const answered = (await answer.json()) as Answer & { readonly error: string };
  if (!answer.ok) throw new Error(`${method} ${path}: ${answered.error}`);
  return answered;
}
