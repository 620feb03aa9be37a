/** A limit's figures: decimal text in its unit, of which the plan counts `Per` as one. */
export type LimitFigures = {
  readonly Unit: string;
  readonly Per: number;
  readonly Taken: string;
  readonly Allowed: string;
  readonly Held: string;
  readonly Left: string;
};

type Counted = Pick<LimitFigures, 'Unit' | 'Per'>;
const minute = 60;

/** What a limit counts, in a reader's words: `minutes` of 60 seconds, `segments`, `USD`. */
export function measureOf({ Unit, Per }: Counted): string {
  if (Unit === Unit.toUpperCase()) return Unit;
  if (Per === minute && Unit.endsWith('second')) return `${Unit.slice(0, -'second'.length)}minutes`;
  return Per === 1 ? `${Unit}s` : `times ${Per} ${Unit}s`;
}

/** A figure in that measure: minutes as `1:01`, other parts of a unit to two decimals, rounded down. */
export function inMeasure(figure: string, { Unit, Per }: Counted): string {
  if (Unit === Unit.toUpperCase() || Per === 1) return figure;
  const [units, per] = [BigInt(figure), BigInt(Per)];
  if (Per === minute) return `${units / per}:${String(units % per).padStart(2, '0')}`;
  const hundredths = (units * 100n) / per;
  return units % per === 0n
    ? String(units / per)
    : `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}
