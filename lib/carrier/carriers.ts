import { environment } from '../environment/environment.ts';
import type { Carrier } from './carrier.ts';
import { twilioCarrier } from './twilio/twilio.ts';

/** The carriers that can be configured, by the name that stands in their webhooks' paths. */
const makers = {
  twilio: () => {
    const { carrier } = environment();
    return twilioCarrier(carrier, new Set(carrier.answersOptOut ? ['carrierOptOut' as const] : []));
  },
} satisfies Record<string, () => Carrier>;

const made = new Map<string, Carrier>();

/** A configured carrier by its name; undefined when there is none of that name. */
export function carrierNamed(id: string): Carrier | undefined {
  if (!Object.hasOwn(makers, id)) return undefined;
  const carrier = made.get(id) ?? makers[id as keyof typeof makers]();
  made.set(id, carrier);
  return carrier;
}

/** Every configured carrier. */
export const carriers = (): readonly Carrier[] => Object.keys(makers).flatMap((id) => carrierNamed(id) ?? []);

/** The carrier that new calls, messages and numbers go to. */
export function carrierForNew(): Carrier {
  const carrier = carrierNamed('twilio');
  if (carrier === undefined) throw new Error('No carrier is configured');
  return carrier;
}
