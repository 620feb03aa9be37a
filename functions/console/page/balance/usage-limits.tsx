import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { instant } from '../figures.ts';
import { useLive } from '../live.ts';
import { Shown } from '../shown.tsx';
import { inMeasure, type LimitFigures, measureOf } from './limit-measure.ts';

const UsageLimit = z.object({
  Plan: z.string(),
  Tier: z.string(),
  Meter: z.nullable(z.string()),
  Description: z.string(),
  Unit: z.string(),
  Per: z.number(),
  Allowed: z.string(),
  Taken: z.string(),
  Held: z.string(),
  Left: z.string(),
  AtLimit: z.enum(['refuse', 'overage']),
});
type UsageLimit = z.infer<typeof UsageLimit>;
const UsageLimitList = z.object({ PeriodEnd: z.string(), UsageLimits: z.array(UsageLimit) });
const refreshMilliseconds = 10_000;

/** How much of its tiers' limits the account has taken, each as a bar and in figures. */
export function UsageLimits() {
  const limits = useLive(
    (signal) => ask(UsageLimitList, inPlatformAccount('/UsageLimits'), { signal }),
    refreshMilliseconds,
  );
  return (
    <Shown live={limits}>
      {({ UsageLimits: all, PeriodEnd }) =>
        all.length === 0 ? (
          <p class="empty">Its rate plans set no limit to what it may use.</p>
        ) : (
          <>
            <div class="limits">
              {all.map((limit) => (
                <Limit key={`${limit.Plan} ${limit.Tier} ${limit.Meter} ${limit.Unit}`} limit={limit} />
              ))}
            </div>
            <p>
              <small>They start anew at {instant(PeriodEnd)}.</small>
            </p>
          </>
        )
      }
    </Shown>
  );
}

function Limit({ limit }: { readonly limit: UsageLimit }) {
  const { Description, Plan, Tier, AtLimit, Unit } = limit;
  const isMoney = Unit === Unit.toUpperCase();
  const figure = (text: string) => inMeasure(text, limit);
  const isOver = Number(limit.Taken) > Number(limit.Allowed);
  return (
    <article>
      <h3>{isMoney ? `${Description}, at list price` : Description}</h3>
      <progress
        class={isOver ? 'over' : undefined}
        aria-label={Description}
        max={Number(limit.Allowed)}
        value={Math.min(Number(limit.Taken), Number(limit.Allowed))}
      />
      <p>
        <strong>
          {figure(limit.Taken)} of {figure(limit.Allowed)} {measureOf(limit)}
        </strong>
        {' · '}
        {remark(limit, figure)}
      </p>
      <p>
        <small>
          {AtLimit === 'refuse' ? 'Then new ones are refused.' : 'What is beyond costs the overage price.'} Tier {Tier}{' '}
          of rate plan {Plan}.
        </small>
      </p>
    </article>
  );
}

function remark({ Held, Left }: LimitFigures, figure: (text: string) => string): string {
  const held = /[1-9]/.test(Held) ? `${figure(Held)} of it held for what is going on, ` : '';
  return `${held}${figure(Left)} left`;
}
