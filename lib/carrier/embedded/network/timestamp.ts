/** An instant as Twilio writes it: RFC 2822 in UTC, `Tue, 24 Nov 2026 05:40:00 +0000`. */
export const rfc2822 = (epochMs: number): string => new Date(epochMs).toUTCString().replace('GMT', '+0000');
