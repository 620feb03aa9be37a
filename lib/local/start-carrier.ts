import { join } from 'node:path';
import type { ClockReading } from '../carrier/embedded/clock/carrier-clock.ts';
import { RealClock } from '../carrier/embedded/clock/real-clock.ts';
import { VirtualClock } from '../carrier/embedded/clock/virtual-clock.ts';
import { type EmbeddedCarrier, startEmbeddedCarrier } from '../carrier/embedded/start.ts';
import { offsetBefore, writeClockFile } from './clock-file.ts';
import type { Credentials } from './platform-file.ts';

type Options = {
  readonly directory: string;
  readonly port: number;
  readonly account: Credentials;
  readonly clock: 'real' | { readonly virtualAt: number };
  /** Whose page may play the phones. */
  readonly pageOrigin: string;
};

/** The embedded carrier of one platform, and the file in which the functions read its clock. */
export type LocalCarrier = EmbeddedCarrier & { readonly clockFile: string };

/** Starts the embedded carrier in this process. Its numbers and recordings are kept in the directory. */
export async function startCarrier({ directory, port, account, clock, pageOrigin }: Options): Promise<LocalCarrier> {
  const clockFile = join(directory, 'clock');
  const onChange = (reading: ClockReading) => writeClockFile(clockFile, reading);
  const carrier = await startEmbeddedCarrier({
    ...account,
    port,
    pageOrigin,
    stateFile: join(directory, 'carrier.json'),
    clock:
      clock === 'real'
        ? new RealClock({ offset: offsetBefore(clockFile), onChange })
        : new VirtualClock({ startsAt: clock.virtualAt, onChange }),
  });
  return { ...carrier, clockFile };
}
