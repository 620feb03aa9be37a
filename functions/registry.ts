import type { MicroService } from '../lib/access/micro-service.ts';
import { call } from './call/micro-service.ts';
import { conference } from './conference/micro-service.ts';
import { recording } from './recording/micro-service.ts';
import { sms } from './sms/micro-service.ts';

/** Every media micro-service of the platform. Adding one here is all that enrolment, `/v1`, meters and tests need. */
export const registry: readonly MicroService[] = [call, sms, recording, conference];

/** The micro-service of a name; undefined when there is none. */
export const microServiceNamed = (name: string): MicroService | undefined =>
  registry.find((microService) => microService.name === name);
