import { usageDocument } from './usage-document.ts';
import type { UsageEvent } from './usage-event.ts';

/** Where the schema of what an event says stands, below the platform's URL. */
export const usageEventSchemaPath = '/v1/Schemas/usage-event.json';

/** A usage event as CloudEvents 1.0 has it (structured mode, JSON). */
export type CloudEvent = {
  readonly specversion: '1.0';
  /** `<account>#<usage event's id>`: the same however often it is sent, and no other's. */
  readonly id: string;
  readonly source: string;
  readonly type: 'tallyline.usage.v1';
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly data: ReturnType<typeof usageDocument>;
};

/** The CloudEvent of a usage event; pure: the same event always gives the same. */
export const cloudEvent = (event: UsageEvent, publicUrl: string): CloudEvent => ({
  specversion: '1.0',
  id: `${event.accountSid}#${event.id}`,
  source: `${publicUrl}/v1/Accounts/${event.accountSid}`,
  type: 'tallyline.usage.v1',
  subject: event.resourceSid,
  time: new Date(event.finalizedAt).toISOString(),
  datacontenttype: 'application/json',
  dataschema: publicUrl + usageEventSchemaPath,
  data: usageDocument(event),
});
