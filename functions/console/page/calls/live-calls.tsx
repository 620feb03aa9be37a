import * as z from 'zod/mini';
import { ActionButton } from '../action-button.tsx';
import { ask, inAccount } from '../api.ts';
import { instant } from '../figures.ts';
import { liveMilliseconds, useLive } from '../live.ts';
import { Call } from '../resources.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';
import { Table } from '../table.tsx';

const Calls = z.object({ calls: z.array(Call) });
const liveStatuses = ['queued', 'ringing', 'in-progress'] as const;

/** The calls that have not ended, newest first. */
export function LiveCalls() {
  const live = useLive(async (signal) => {
    const byStatus = await Promise.all(
      liveStatuses.map((status) => ask(Calls, inAccount(`/Calls.json?Status=${status}`), { signal })),
    );
    return byStatus.flatMap(({ calls }) => calls);
  }, liveMilliseconds);
  return (
    <Shown live={live}>
      {(calls) => (
        <Table
          rows={calls}
          caption="Live calls"
          keyOf={({ sid }) => sid}
          empty="Nobody is in a call. Dial one of this account’s numbers, or place a call with the API."
          columns={[
            { head: 'Call', cell: ({ sid, from, to }) => <a href={linkTo('calls', sid)}>{`${from} → ${to}`}</a> },
            { head: 'Direction', cell: ({ direction }) => direction },
            { head: 'Status', cell: ({ status }) => status },
            { head: 'Since', cell: ({ start_time, date_created }) => instant(start_time ?? date_created) },
            {
              head: 'End',
              cell: ({ sid, from, to }) => (
                <ActionButton quiet act={() => endCall(sid)} label={`End the call from ${from} to ${to}`}>
                  End
                </ActionButton>
              ),
            },
          ]}
        />
      )}
    </Shown>
  );
}

/** Ends a call that is live. */
export const endCall = (sid: string) =>
  ask(Call, inAccount(`/Calls/${sid}.json`), { method: 'POST', form: { Status: 'completed' } });
