import { VirtualClock } from '../../../lib/carrier/embedded/clock/virtual-clock.ts';
import { startEmbeddedCarrier } from '../../../lib/carrier/embedded/start.ts';
import type { Fault } from '../../../lib/carrier/embedded/webhook/faults.ts';
import { startPlatform } from '../platform.ts';

/** The platform with the embedded carrier behind it, whose REST API can be made to fail. */
export async function startWithCarrier() {
  const credentials = { accountSid: `AC${'c'.repeat(32)}`, authToken: 'carrier' };
  const clock = new VirtualClock({ startsAt: Date.parse('2026-11-24T05:29:27Z') });
  const carrier = await startEmbeddedCarrier({ port: 0, ...credentials, clock });
  const platform = await startPlatform({
    CARRIER_URL: carrier.url,
    CARRIER_ACCOUNT_SID: credentials.accountSid,
    CARRIER_AUTH_TOKEN: credentials.authToken,
  });
  return {
    ...platform,
    carrier,
    /** The numbers that the carrier lets the platform have. */
    rented: () => [...carrier.network.numbers.values()],
    /** Every request to the carrier fails so, until the next call; without a kind none does. */
    fail: (kind?: Fault['kind']) => carrier.webhooks.faults.set(kind === undefined ? [] : [{ kind, rate: 1 }]),
    async close() {
      await carrier.close();
      await platform.close();
    },
  };
}
export type PlatformWithCarrier = Awaited<ReturnType<typeof startWithCarrier>>;
