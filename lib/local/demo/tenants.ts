import { clinicPlan, courierPlan } from './plans.ts';

/**
 * The two tenants of the demo. `period` is November of their own zones, written out: the day on which the clocks went
 * back is in it, so it has 721 hours.
 */
export const tenants = {
  courier: {
    name: 'Northwind Couriers',
    zone: 'America/New_York',
    areaCode: 212,
    plan: courierPlan,
    period: { startsAt: '2026-11-01T04:00:00Z', endsAt: '2026-12-01T05:00:00Z' },
  },
  clinic: {
    name: 'Harbour Clinic',
    zone: 'America/Chicago',
    areaCode: 312,
    plan: clinicPlan,
    period: { startsAt: '2026-11-01T05:00:00Z', endsAt: '2026-12-01T06:00:00Z' },
  },
} as const;

export type TenantKey = keyof typeof tenants;
export const tenantKeys = Object.keys(tenants) as TenantKey[];

/** The period that the demo bills. */
export const periodName = '2026-11';
