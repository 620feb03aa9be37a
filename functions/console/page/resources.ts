import * as z from 'zod/mini';

const text = z.string();
/** What a resource does not have yet is null, or left out where Twilio's document allows no null. */
const textOrNull = z._default(z.nullable(z.string()), null);

/** Twilio's resources, as far as the console shows them. */
export const Call = z.object({
  sid: text,
  from: text,
  to: text,
  status: text,
  direction: text,
  start_time: textOrNull,
  end_time: textOrNull,
  date_created: text,
  duration: textOrNull,
  price: textOrNull,
  price_unit: text,
  parent_call_sid: textOrNull,
  phone_number_sid: textOrNull,
});
export type Call = z.infer<typeof Call>;

export const Message = z.object({
  sid: text,
  from: text,
  to: text,
  body: text,
  status: text,
  direction: text,
  num_segments: text,
  num_media: text,
  error_code: z.nullable(z.number()),
  error_message: textOrNull,
  price: textOrNull,
  price_unit: text,
  date_created: text,
});
export type Message = z.infer<typeof Message>;

export const PhoneNumber = z.object({
  sid: text,
  phone_number: text,
  friendly_name: text,
  voice_url: textOrNull,
  sms_url: textOrNull,
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;

export const AvailableNumber = z.object({
  phone_number: text,
  friendly_name: text,
  locality: textOrNull,
  region: textOrNull,
});
export type AvailableNumber = z.infer<typeof AvailableNumber>;

export const Recording = z.object({
  sid: text,
  call_sid: textOrNull,
  conference_sid: textOrNull,
  status: text,
  source: text,
  duration: textOrNull,
  date_created: text,
});
export type Recording = z.infer<typeof Recording>;

export const Conference = z.object({
  sid: text,
  friendly_name: text,
  status: text,
  date_created: text,
  reason_conference_ended: textOrNull,
});
export type Conference = z.infer<typeof Conference>;

export const Participant = z.object({
  call_sid: text,
  label: textOrNull,
  muted: z.boolean(),
  hold: z.boolean(),
  date_created: text,
});
export type Participant = z.infer<typeof Participant>;

export const UsageRecord = z.object({
  category: text,
  description: text,
  start_date: text,
  end_date: text,
  count: textOrNull,
  count_unit: text,
  usage: text,
  usage_unit: text,
  price: text,
  price_unit: text,
});
export type UsageRecord = z.infer<typeof UsageRecord>;

export const ListedAccount = z.object({ sid: text, friendly_name: text, status: text });
export type ListedAccount = z.infer<typeof ListedAccount>;

/** The platform's own resources. */
export const Statement = z.object({
  Number: text,
  Period: text,
  Currency: text,
  Total: text,
  CarriedIn: text,
  Net: text,
  Payable: text,
  CarriedOut: text,
  UnratedLines: z.number(),
  Sha256: text,
  Uris: z.record(z.string(), text),
});
export type Statement = z.infer<typeof Statement>;

/** What was given back of a statement. */
export const CreditNote = z.object({
  Number: text,
  Period: text,
  IssuedOn: text,
  Reason: text,
  Currency: text,
  Total: text,
  Uris: z.record(z.string(), text),
});
export type CreditNote = z.infer<typeof CreditNote>;

/** A setting's JSON schema, as far as a form can be made of it. */
export const Setting = z.object({
  type: z.optional(text),
  enum: z.optional(z.array(text)),
  minimum: z.optional(z.number()),
  maximum: z.optional(z.number()),
  description: z.optional(text),
  items: z.optional(z.object({ pattern: z.optional(text) })),
  anyOf: z.optional(z.array(z.object({ format: z.optional(text) }))),
});
export type Setting = z.infer<typeof Setting>;

export const MicroService = z.object({
  Name: text,
  Description: text,
  Settings: z.object({ properties: z.record(z.string(), Setting) }),
  Meters: z.array(z.object({ Name: text })),
});
export type MicroService = z.infer<typeof MicroService>;

export const Configuration = z.object({
  Name: text,
  Version: z.number(),
  Settings: z.record(z.string(), z.unknown()),
});
export type Configuration = z.infer<typeof Configuration>;
