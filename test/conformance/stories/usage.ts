import type { World } from '../world.ts';

/** Usage records by every span. */
export async function usage({ client }: World): Promise<void> {
  const { records } = client.usage;
  await records.list({ limit: 5 });
  await records.allTime.list({ limit: 5 });
  await records.daily.list({ limit: 5 });
  await records.lastMonth.list({ limit: 5 });
  await records.monthly.list({ limit: 5 });
  await records.thisMonth.list({ limit: 5 });
  await records.today.list({ limit: 5 });
  await records.yearly.list({ limit: 5 });
  await records.yesterday.list({ limit: 5 });
}

/** A trigger, from its making to its end. */
export async function usageTrigger({ client }: World): Promise<void> {
  const { triggers } = client.usage;
  const callbackUrl = 'https://example.com/usage';
  const made = await triggers.create({
    usageCategory: 'totalprice',
    triggerValue: '+50',
    triggerBy: 'price',
    callbackUrl,
  });
  await triggers.create({ usageCategory: 'sms', triggerValue: '1000', recurring: 'monthly', callbackUrl });
  await triggers(made.sid).fetch();
  await triggers(made.sid).update({ friendlyName: 'Fifty more' });
  await triggers.list({ recurring: 'alltime', triggerBy: 'price', usageCategory: 'totalprice', limit: 5 });
  await triggers(made.sid).remove();
}
