import type { Nano } from '../money/nano.ts';

export type Direction = 'inbound' | 'outbound';

/** A use as the carrier lists it, with the SID that it has here. */
export type CarrierUse = {
  /** Of the list that it stands on, where that is a file. */
  readonly line?: number | undefined;
  readonly id: string;
  readonly resourceSid: string;
  readonly direction: Direction;
  readonly quantity: bigint;
  readonly cost: Nano;
  /** Whether it lies in the time that is asked about; one beside it only keeps ours from being extra. */
  readonly isListed: boolean;
  /** Whether we must have it. What the carrier did not carry, and does not charge, we need not have. */
  readonly isCharged: boolean;
};

/** A use as our ledger has it. */
export type OwnUse = {
  readonly accountSid: string;
  readonly resourceSid: string;
  readonly direction: Direction;
  readonly quantity: bigint;
  /** The deck's prefix by which it was priced; empty where none was. */
  readonly prefix: string;
  readonly amount: Nano;
  readonly currency: string;
  /** Whether it lies in the time that the carrier's list is of; one beside it may be matched, and is never extra. */
  readonly isListed: boolean;
};

export type Match = { readonly own: OwnUse; readonly carrier: CarrierUse };

/** What the two disagree about. */
export type Difference =
  /** The carrier charges it, and our ledger does not have it. */
  | { readonly kind: 'missing'; readonly carrier: CarrierUse }
  /** Our ledger has it, and the carrier does not list it. */
  | { readonly kind: 'extra'; readonly own: OwnUse }
  /** The carrier lists it more than once. */
  | { readonly kind: 'repeated'; readonly own: OwnUse | undefined; readonly carrier: CarrierUse }
  /** Both have it, with another duration (or number of segments), another direction, or both. */
  | ({ readonly kind: 'different'; readonly fields: readonly ('quantity' | 'direction')[] } & Match);

/**
 * Matches a carrier's list with our uses by SID. The differences are all there are: what is only with one, repeated, or
 * different, in the order of the list, then what is extra by SID. What is matched is matched, different or not.
 */
export function reconcile(
  carrierUses: readonly CarrierUse[],
  ownUses: readonly OwnUse[],
): { readonly matches: readonly Match[]; readonly differences: readonly Difference[] } {
  const own = new Map(ownUses.map((use) => [use.resourceSid, use]));
  const seen = new Set<string>();
  const matches: Match[] = [];
  const differences: Difference[] = [];
  for (const carrier of carrierUses) {
    const found = own.get(carrier.resourceSid);
    const isRepeated = seen.has(carrier.resourceSid);
    seen.add(carrier.resourceSid);
    if (!carrier.isListed) continue;
    if (isRepeated) differences.push({ kind: 'repeated', own: found, carrier });
    else if (found !== undefined) {
      matches.push({ own: found, carrier });
      const fields = (['quantity', 'direction'] as const).filter((field) => found[field] !== carrier[field]);
      if (fields.length > 0) differences.push({ kind: 'different', fields, own: found, carrier });
    } else if (carrier.isCharged) differences.push({ kind: 'missing', carrier });
  }
  const extra = ownUses.filter(({ isListed, resourceSid }) => isListed && !seen.has(resourceSid));
  extra.sort((left, right) => (left.resourceSid < right.resourceSid ? -1 : 1));
  differences.push(...extra.map((use) => ({ kind: 'extra', own: use }) as const));
  return { matches, differences };
}
