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
