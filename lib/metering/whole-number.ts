/**
 * The document client reads a DynamoDB number as number, or as bigint beyond 2^53; quantities and money are bigint
 * always. A number with a fraction in their place is a defect, and throws.
 */
export const wholeNumber = {
  encode: (value: number | bigint): number | bigint => value,
  decode: (value: number | bigint): number | bigint => BigInt(value),
};
