/**
 * What is counted. Names are Twilio's usage categories where Twilio has one. Each micro-service names its meters in
 * its `micro-service.ts`; this is the form of one.
 */
export type Meter = {
  /** `calls-inbound`, `sms-outbound`, … */
  readonly name: string;
  /** What a quantity counts. */
  readonly unit: 'second' | 'segment' | 'message' | 'participant-second' | 'byte-second' | 'number-day';
  /** Twilio's `count_unit` and `usage_unit` of the category: `calls`, `minutes`, … */
  readonly countUnit: string;
  readonly usageUnit: string;
  /** Twilio's text for the category. */
  readonly description: string;
  /** The category that sums it up with others, where there is one: `calls` for `calls-inbound`. */
  readonly sumOf?: string;
  /** Whether a use is kept within the limits of a tier before it begins (lib/limit): only then a limit may refuse it. */
  readonly refusable?: boolean;
};
