const bias = 0x84;
const clip = 32_635;

/** One sample of 16-bit PCM as μ-law (ITU-T G.711, the telephone's 8 bits). */
export function toMulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(Math.trunc(sample)), clip) + bias;
  const exponent = 31 - Math.clz32(magnitude) - 7; // The highest bit of a biased magnitude is one of 7 to 14.
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** One byte of μ-law as a sample of 16-bit PCM. */
export function fromMulaw(byte: number): number {
  const bits = ~byte & 0xff;
  const exponent = (bits >> 4) & 0x07;
  const magnitude = ((((bits & 0x0f) << 3) + bias) << exponent) - bias;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

/** Silence: a sample of 0. */
export const silentByte = toMulaw(0);
