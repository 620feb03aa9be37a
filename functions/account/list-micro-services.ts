import * as z from 'zod/mini';
import type { MicroService } from '../../lib/access/micro-service.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import { named } from '../../lib/http/schema.ts';
import { registry } from '../registry.ts';

export const ListMicroServices = z.object({});

export const MicroServiceList = z.object({
  MicroServices: z.array(
    named(
      'MicroService',
      z.object({
        Name: z.string(),
        Description: z.string(),
        Settings: z.record(z.string(), z.unknown()).check(z.meta({ description: 'JSON schema of the settings' })),
        Meters: z.array(z.object({ Name: z.string(), Unit: z.string(), Description: z.string() })),
        Events: z.array(z.string()),
        Actions: z.array(z.string()),
        Subresources: z.record(z.string(), z.string()),
      }),
    ),
  ),
});

/** The platform's micro-services, with the JSON schema of the settings that an account may change. */
export const listMicroServices = async (): Promise<Answer> => json({ MicroServices: registry.map(representation) });

const representation = (microService: MicroService) => ({
  Name: microService.name,
  Description: microService.description,
  // What may be sent: every setting has a default, so none is required.
  Settings: z.toJSONSchema(microService.settings, { io: 'input' }),
  Meters: microService.meters.map(({ name, unit, description }) => ({
    Name: name,
    Unit: unit,
    Description: description,
  })),
  Events: microService.events,
  Actions: microService.actions,
  Subresources: microService.subresources,
});
