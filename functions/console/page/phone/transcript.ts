import { useEffect, useState } from 'preact/hooks';
import { control, type Entry, Transcript } from './control.ts';

const waitSeconds = 20;

type Heard = {
  readonly entries: readonly Entry[];
  readonly status: string;
  readonly ended: boolean;
  readonly problem: unknown;
};

/** What is said in a call, each thing as it is said, until the call has ended. */
export function useTranscript(sid: string): Heard {
  const [heard, setHeard] = useState<Heard>({ entries: [], status: 'ringing', ended: false, problem: undefined });
  useEffect(() => {
    const left = new AbortController();
    const follow = async () => {
      for (let after = 0; ; ) {
        const path = `/calls/${sid}/transcript?after=${after}&waitSeconds=${after === 0 ? 1 : waitSeconds}`;
        const { entries, next, status, ended } = await control(Transcript, 'GET', path, { signal: left.signal });
        setHeard((before) => ({ entries: [...before.entries, ...entries], status, ended, problem: undefined }));
        if (ended) return;
        after = next;
      }
    };
    follow().catch((problem: unknown) => {
      if (!left.signal.aborted) setHeard((before) => ({ ...before, problem }));
    });
    return () => left.abort();
  }, [sid]);
  return heard;
}
