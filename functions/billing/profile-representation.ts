import * as z from 'zod/mini';
import { instant, sidOf } from '../../lib/http/schema.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Profile } from '../../lib/store/profiles.ts';

export const ProfileList = z.object({
  AccountSid: sidOf('AC'),
  Profiles: z.array(
    z.object({
      MicroService: z.string(),
      Plan: z.string(),
      Tier: z.nullable(z.string()),
      ValidFrom: z.nullable(instant()),
      Overrides: z.array(z.object({ Meter: z.string(), Prefix: z.nullable(z.string()), Price: z.string() })),
    }),
  ),
});

/** Profiles as `/v1` answers them, in the order in which they take effect. `ValidFrom` is null where it was always so. */
export const profilesRepresentation = (
  account: Account,
  profiles: readonly Profile[],
): z.input<typeof ProfileList> => ({
  AccountSid: account.sid,
  Profiles: profiles.map(({ microService, plan, tier, validFrom, overrides = [] }) => ({
    MicroService: microService,
    Plan: plan,
    Tier: tier ?? null,
    ValidFrom: validFrom === 0 ? null : new Date(validFrom).toISOString(),
    Overrides: overrides.map(({ meter, prefix, price }) => ({ Meter: meter, Prefix: prefix ?? null, Price: price })),
  })),
});
