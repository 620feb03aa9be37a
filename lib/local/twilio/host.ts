export const apiHost = 'api.twilio.com';

/** Whether a host is Twilio's, of whatever product. */
export const isTwilio = (host: string): boolean => host === 'twilio.com' || host.endsWith('.twilio.com');

/** Whether a host is that of Twilio's REST API: `api.twilio.com`, or of a region or an edge (`api.dublin.ie1.twilio.com`). */
export const isApi = (host: string): boolean => /^api(\.[a-z0-9-]+){0,2}\.twilio\.com$/.test(host);
