import type { Document } from '../statement/canonical.ts';
import type { UsageEvent } from './usage-event.ts';

/** A usage event as JSON: every attribute that it has, the quantity as decimal text, times in epoch milliseconds. */
export function usageDocument(event: UsageEvent): { readonly [name: string]: Document } {
  return {
    id: event.id,
    account: event.accountSid,
    microService: event.microService,
    meter: event.meter,
    resource: event.resourceSid,
    startedAt: event.startedAt,
    finalizedAt: event.finalizedAt,
    day: event.day,
    quantity: String(event.quantity),
    destination: event.destination ?? null,
    origin: event.origin ?? null,
    configurationVersion: event.configurationVersion,
  };
}
