/** Twilio's longest call: 24 hours. */
export const legLimitSeconds = 86_400;

/** No carrier lets a phone ring for longer. */
export const ringingMaxMilliseconds = 600_000;

/** What rode on a call has ended, and is told of, so long after it. */
export const ridesOverAfterMilliseconds = 300_000;

/** A call that has not ended so long after it should have is looked at. */
export const overdueAfterMilliseconds = 60_000;
