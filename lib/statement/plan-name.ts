/** A plan's version, and the tier of it, as a reader of a statement sees them. */
export const planName = ({
  plan,
  version,
  tier,
}: {
  readonly plan: string;
  readonly version: number;
  readonly tier?: string | undefined;
}): string => (tier === undefined ? `${plan}, version ${version}` : `${plan}, version ${version}, ${tier}`);
