import type { MicroService } from '../lib/access/micro-service.ts';
import type { Meter } from '../lib/metering/meter.ts';
import { call } from './call/micro-service.ts';
import { conference } from './conference/micro-service.ts';
import { number } from './number/micro-service.ts';
import { recording } from './recording/micro-service.ts';
import { sms } from './sms/micro-service.ts';
import { transcription } from './transcription/micro-service.ts';

/** Every media micro-service of the platform. Adding one here is all that enrolment, `/v1`, meters and tests need. */
export const registry: readonly MicroService[] = [call, sms, recording, transcription, conference];

/** The micro-service of a name; undefined when there is none. */
export const microServiceNamed = (name: string): MicroService | undefined =>
  registry.find((microService) => microService.name === name);

/** A meter, and whose it is. */
export type OwnedMeter = Meter & { readonly microService: string };

/** Every meter of the platform: those of the micro-services, and that of numbers, which every account may have. */
export const meters: readonly OwnedMeter[] = [...registry, number].flatMap((owner) =>
  owner.meters.map((meter) => ({ ...meter, microService: owner.name })),
);

/** Meters without an end: what is held is counted once a day (billing.md, rule 13). */
export const heldMeters = meters.filter(({ unit }) => unit === 'byte-second' || unit === 'number-day');
