import { type Nano, nano } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import { correctionsMeter, isRerated, type LedgerLine } from '../rating/ledger-line.ts';
import type { StatementCorrection } from './statement.ts';

/** What an account's lines, taken in billing order, have come to so far. Plain values, so that they can be kept and gone on with. */
export interface AccountSums {
  readonly sid: string;
  readonly days: Map<Day, { lines: number; amount: Nano }>;
  readonly groups: Map<string, GroupSums>;
  readonly corrections: StatementCorrection[];
  /** Which segments (plan, version, tier) its lines have, each as its last line by day and id has it. */
  readonly segments: Map<string, SegmentUse>;
  /** What a balance paid in advance, by plan and version. */
  readonly paid: Map<string, { readonly plan: string; readonly version: number; amount: Nano }>;
  /** What credit notes have given back by themselves. */
  credited: Nano;
  /** All lines but corrections; those without a price; those rated again whose line without a price is here, too. */
  uses: number;
  unrated: number;
  ratedAgain: number;
  /** The lines without a price that ended when the last line did: a use that is rated again ends when it ended. */
  unratedAt: { finalizedAt: number; ids: Set<string> };
}

/** Sums over lines of one micro-service, meter and destination prefix; what a line says of itself is its first line's. */
export interface GroupSums {
  readonly microService: string;
  readonly meter: string;
  readonly prefix: string;
  readonly unitPrice: string | undefined;
  readonly per: number;
  /** Whether all lines have the first one's price. */
  isOnePrice: boolean;
  lines: number;
  quantity: bigint;
  billedUnits: bigint;
  connect: Nano;
  amount: Nano;
}

export type SegmentUse = Pick<LedgerLine, 'plan' | 'version' | 'tier' | 'microService' | 'day' | 'id'>;

export const noAccountSums = (sid: string): AccountSums => ({
  ...{ sid, days: new Map(), groups: new Map(), corrections: [], segments: new Map(), paid: new Map() },
  ...{ credited: nano(0n), uses: 0, unrated: 0, ratedAgain: 0, unratedAt: { finalizedAt: 0, ids: new Set() } },
});

/** Adds an account's next line in billing order. `segment` is the line's; `isPaid`: a balance has paid it in advance. */
export function addToAccount(sums: AccountSums, line: LedgerLine, segment: string, isPaid: boolean): void {
  const day = sums.days.get(line.day) ?? { lines: 0, amount: nano(0n) };
  day.lines += 1;
  day.amount = nano(day.amount + line.amount);
  sums.days.set(line.day, day);
  sums.credited = nano(sums.credited + (line.credited ?? 0n));
  noteSegment(sums, line, segment);
  countUse(sums, line);
  if (isPaid) addPaid(sums, line);
  if (line.meter === correctionsMeter) sums.corrections.push(correctionOf(line));
  else if (line.unrated === undefined) addToGroup(sums, line);
}

function noteSegment({ segments }: AccountSums, line: LedgerLine, segment: string): void {
  const last = segments.get(segment);
  const isLater = last === undefined || line.day > last.day || (line.day === last.day && line.id > last.id);
  if (!isLater) return;
  const { plan, version, tier, microService, day, id } = line;
  segments.set(segment, { plan, version, tier, microService, day, id });
}

function countUse(sums: AccountSums, line: LedgerLine): void {
  const { unratedAt } = sums;
  if (unratedAt.finalizedAt !== line.finalizedAt) {
    unratedAt.finalizedAt = line.finalizedAt;
    unratedAt.ids.clear();
  }
  if (line.meter !== correctionsMeter) sums.uses += 1;
  if (line.unrated !== undefined) {
    sums.unrated += 1;
    unratedAt.ids.add(line.id);
  }
  if (isRerated(line) && unratedAt.ids.has(line.corrects ?? '')) sums.ratedAgain += 1;
}

function addPaid({ paid }: AccountSums, { plan = correctionsMeter, version = 0, amount }: LedgerLine): void {
  const own = paid.get(`${plan}#${version}`) ?? { plan, version, amount: nano(0n) };
  own.amount = nano(own.amount + amount);
  paid.set(`${plan}#${version}`, own);
}

function addToGroup({ groups }: AccountSums, line: LedgerLine): void {
  const { microService, meter, prefix = '', unitPrice, per } = line;
  const key = `${microService} ${meter} ${prefix}`;
  const own = groups.get(key) ?? {
    ...{ microService, meter, prefix, unitPrice, per, isOnePrice: true, lines: 0 },
    ...{ quantity: 0n, billedUnits: 0n, connect: nano(0n), amount: nano(0n) },
  };
  own.isOnePrice &&= unitPrice === own.unitPrice;
  own.lines += 1;
  own.quantity += line.quantity;
  own.billedUnits += line.billedUnits;
  own.connect = nano(own.connect + line.connect);
  own.amount = nano(own.amount + line.amount);
  groups.set(key, own);
}

const correctionOf = ({
  accountSid,
  id,
  day,
  corrects = '',
  reason = '',
  amount,
}: LedgerLine): StatementCorrection => ({
  ...{ accountSid, id, day, corrects, reason, amount },
});
