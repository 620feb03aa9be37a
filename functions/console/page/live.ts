import { useCallback, useEffect, useState } from 'preact/hooks';
import * as z from 'zod/mini';
import { ask, Refused } from './api.ts';

/** Something that is loaded: what came last, what went wrong last, and a way to look again. */
export type Live<Value> = {
  readonly value: Value | undefined;
  readonly problem: unknown;
  readonly refresh: () => void;
};

/** What is loaded again and again is not waited for longer than this. */
const patienceMilliseconds = 10_000;

/** Asking again for what is refused so changes nothing. */
const refusedForGood: ReadonlySet<number> = new Set([400, 401, 403, 404]);

/** How often a page that shows something live looks again, while it is visible. */
export const liveMilliseconds = 2_000;

/**
 * Loads when a component appears, and again every so many milliseconds while the page is visible. A component that is
 * to load something else is given another `key`.
 */
export function useLive<Value>(load: (signal: AbortSignal) => Promise<Value>, everyMilliseconds?: number): Live<Value> {
  const [state, setState] = useState<{ value: Value | undefined; problem: unknown }>({
    value: undefined,
    problem: undefined,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const ended = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let looking = false;
    let isForGood = false;
    const look = async () => {
      if (looking) return;
      looking = true;
      clearTimeout(timer);
      try {
        const value = await load(AbortSignal.any([ended.signal, AbortSignal.timeout(patienceMilliseconds)]));
        if (!ended.signal.aborted) setState({ value, problem: undefined });
      } catch (problem) {
        isForGood = problem instanceof Refused && refusedForGood.has(problem.status);
        if (!ended.signal.aborted) setState(({ value }) => ({ value, problem }));
      }
      looking = false;
      if (everyMilliseconds !== undefined && !isForGood && !ended.signal.aborted)
        timer = setTimeout(lookIfSeen, everyMilliseconds);
    };
    const lookIfSeen = () => {
      if (document.visibilityState === 'visible') void look();
    };
    void look();
    if (everyMilliseconds !== undefined) document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      ended.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, [turn, everyMilliseconds]);
  return { ...state, refresh: useCallback(() => setTurn((before) => before + 1), []) };
}

/** A list of the API: its first page live, older ones as they are asked for. */
export type LiveList<Row> = Live<readonly Row[]> & { readonly older: (() => Promise<void>) | undefined };

type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null };

/** Where a list is, under what name its rows stand there, and by what they are told apart. */
type Listed<Schema extends z.ZodMiniType> = {
  readonly path: string;
  readonly name: string;
  readonly row: Schema;
  readonly keyOf: (row: z.infer<Schema>) => string;
  /** Under what name the path of the next page stands: Twilio's, or `NextPageUri` of the platform's own lists. */
  readonly nextName?: 'next_page_uri' | 'NextPageUri';
};

/** Loads a list whose rows have a key, newest first. */
export function useList<Schema extends z.ZodMiniType>(
  { path, name, row, keyOf, nextName = 'next_page_uri' }: Listed<Schema>,
  everyMilliseconds?: number,
): LiveList<z.infer<Schema>> {
  type Row = z.infer<Schema>;
  const load = async (at: string, signal?: AbortSignal): Promise<Page<Row>> => {
    const schema = z.object({ [nextName]: z.nullable(z.string()), [name]: z.array(row) });
    const answer = await ask(schema, at, signal && { signal });
    return { rows: answer[name] as readonly Row[], next: answer[nextName] as string | null };
  };
  const first = useLive((signal) => load(path, signal), everyMilliseconds);
  const [past, setPast] = useState<Page<Row> | undefined>(undefined);
  const next = past === undefined ? (first.value?.next ?? null) : past.next;
  const older = async (): Promise<void> => {
    if (next === null) return;
    const page = await load(next);
    setPast((before) => ({ rows: [...(before?.rows ?? []), ...page.rows], next: page.next }));
  };
  const seen = new Set(first.value?.rows.map(keyOf));
  return {
    problem: first.problem,
    refresh: first.refresh,
    value: first.value && [...first.value.rows, ...(past?.rows ?? []).filter((each) => !seen.has(keyOf(each)))],
    older: next === null ? undefined : older,
  };
}
