/** Asks a function what Lambda would: an event in, its answer out. Throws FunctionFailed when its handler threw. */
export type Invoke = (functionKey: string, event: unknown) => Promise<unknown>;

/** Where failures are told to whoever watches the platform. */
export type Report = (line: string) => void;

/** What went wrong, in one line. */
export const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A handler threw, or ran out of time. */
export class FunctionFailed extends Error {
  constructor(functionKey: string, answer: string) {
    super(`${functionKey} failed: ${answer}`);
    this.name = 'FunctionFailed';
  }
}

/** Invokes through serverless-offline's Lambda endpoint; `prefix` as in `tallyline-dev-`. */
export const invokeAt =
  (endpoint: string, prefix: string): Invoke =>
  async (functionKey, event) => {
    const answer = await fetch(`${endpoint}/2015-03-31/functions/${prefix}${functionKey}/invocations`, {
      method: 'POST',
      body: JSON.stringify(event, binaryAsBase64),
    });
    const text = await answer.text();
    if (!answer.ok || answer.headers.has('x-amz-function-error')) throw new FunctionFailed(functionKey, text);
    return text === '' ? undefined : JSON.parse(text);
  };

/** Lambda gives binary attributes as base64. */
const binaryAsBase64 = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;

/** What a consumer reports of a batch: the identifiers of what is to come again. */
export function failedIdentifiers(answer: unknown): string[] {
  const failures = (answer as { batchItemFailures?: { itemIdentifier: string }[] } | null | undefined)
    ?.batchItemFailures;
  return (failures ?? []).map((failure) => failure.itemIdentifier);
}
