import type { CarrierLink } from './reference.ts';

/** How a carrier is to record a call from its start. `trim` undefined: as the carrier does by itself. */
export type RecordCall = {
  readonly channels: 'mono' | 'dual';
  readonly trim: 'trim-silence' | 'do-not-trim' | undefined;
  readonly statusLink: CarrierLink;
};
