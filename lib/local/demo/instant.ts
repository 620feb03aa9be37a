/** The day that the demo plays, the last of the period; it opens at nine o'clock in New York. */
const day = '2026-11-30';
const offset = '-05:00';

/** The instant of a time on New York's clock, `hh:mm` or `hh:mm:ss`, of the demo's day; epoch milliseconds. */
export const instantOf = (time: string): number => Date.parse(`${day}T${time}${offset}`);

/** What New York's clock shows at an instant of that day: `09:05:30`. */
export const clockTime = (epochMs: number): string => new Date(epochMs - 5 * 3_600_000).toISOString().slice(11, 19);
