/**
 * Every refusal that a caller may see, by Twilio's number: HTTP status and public text. `{}` in a text is replaced by
 * the detail of the case. Used by HTTP answers and by Notifications; there is no other list.
 */
export const catalogue = {
  20001: { status: 400, message: 'Invalid parameter: {}' },
  20003: { status: 401, message: 'Authentication Error - invalid username' },
  20004: { status: 405, message: 'Method not allowed' },
  20005: { status: 403, message: 'Account not active: {}' },
  20006: { status: 403, message: 'Access Denied: {}' },
  20009: { status: 409, message: 'Cannot delete this resource before it is complete: {}' },
  20010: { status: 403, message: 'Action disabled for account: the micro-service {} is not enabled' },
  20404: { status: 404, message: 'The requested resource {} was not found' },
  20406: { status: 406, message: 'Not acceptable: {}' },
  20409: { status: 409, message: 'Conflict: {}' },
  20413: { status: 413, message: 'Request entity too large: {}' },
  20429: { status: 429, message: 'Too Many Requests: {}' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  20503: { status: 503, message: 'Service unavailable: {}' },

  11200: { status: 502, message: 'HTTP retrieval failure: {}' },
  11205: { status: 502, message: 'HTTP connection failure: {}' },
  11206: { status: 502, message: 'HTTP protocol violation: {}' },
  11210: { status: 502, message: 'HTTP bad host name: {}' },
  11215: { status: 502, message: 'HTTP too many redirects: {}' },
  11220: { status: 502, message: 'HTTP retrieval failure: the address is not public: {}' },
  11240: { status: 400, message: 'HTTP connection edge location is invalid: {}' },
  11243: { status: 400, message: 'HTTP retry policy is invalid: {}' },
  12100: { status: 400, message: 'Document parse failure: {}' },
  12102: { status: 400, message: 'The root element must be Response: {}' },
  12200: { status: 400, message: 'Schema validation warning: {}' },
  12300: { status: 400, message: 'Invalid Content-Type: {}' },
  13223: { status: 400, message: 'Dial: Invalid phone number format: {}' },
  13224: { status: 400, message: 'Dial: Invalid phone number: {}' },
  13227: { status: 400, message: 'Dial: No International Authorization: the account may not call {}' },
  13240: { status: 400, message: 'Dial->Conference: Invalid Whisper SID: {} is in no conference of the account' },
  13214: { status: 400, message: 'Dial: Invalid callerId value: {}' },

  14101: { status: 400, message: '"To" Attribute is Invalid: {}' },
  14102: { status: 400, message: '"From" Attribute is Invalid: {}' },
  14106: { status: 400, message: 'Message Reply TwiML document retrieval limit reached: {}' },
  16020: { status: 400, message: 'Conference is full: {}' },
  16024: {
    status: 400,
    message: "Participant label must have 1 to 128 characters, be no CallSid and contain no '/': {}",
  },
  16025: { status: 400, message: 'Participant label is in use by another participant: {}' },
  16028: { status: 400, message: 'Participant to be whispered is not present in the conference: {}' },
  16099: { status: 400, message: 'Unexpected conference status: {}' },
  16022: { status: 400, message: 'Conference does not exist or is completed: {}' },
  21201: { status: 400, message: "No 'To' number is specified" },
  21205: { status: 400, message: 'Invalid URL: {}' },
  21206: { status: 400, message: 'Invalid SendDigits: {}' },
  21208: { status: 400, message: 'Invalid Timeout: {}' },
  21210: {
    status: 400,
    message:
      "The source phone number provided, {}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased.",
  },
  21211: { status: 400, message: "Invalid 'To' Phone Number: {}" },
  21212: { status: 400, message: "Invalid 'From' Phone Number: {}" },
  21213: { status: 400, message: "No 'From' number is specified" },
  21214: { status: 400, message: "'To' phone number cannot be reached: {}" },
  21215: { status: 400, message: 'Account not authorized to call {}' },
  21216: { status: 400, message: 'Account not allowed to call {}' },
  21217: { status: 400, message: "Phone number '{}' does not appear to be valid" },
  21218: { status: 400, message: 'Invalid ApplicationSid: {}' },
  21219: { status: 400, message: "'To' phone number not verified: {}" },
  21220: { status: 400, message: 'Call is not in-progress. {}' },
  21401: { status: 400, message: 'Invalid Phone Number: {}' },
  21408: { status: 400, message: 'Permission to send an SMS has not been enabled for the region indicated by {}' },
  21421: { status: 400, message: 'PhoneNumber is invalid: {}' },
  21422: { status: 400, message: 'PhoneNumber is not available: {}' },
  21450: { status: 400, message: 'Phone number already validated for your account: {}' },
  21451: { status: 400, message: 'Invalid AreaCode: {}' },
  21452: { status: 400, message: 'No phone numbers found: {}' },
  21475: { status: 400, message: 'Unable to update Status, invalid Status: {}' },
  21479: { status: 400, message: 'Unable to update Status for subaccount, subaccount has been closed.' },
  21481: { status: 400, message: 'Invalid PageToken: {}' },
  21601: { status: 400, message: 'Phone number is not a valid SMS-capable number: {}' },
  21602: { status: 400, message: 'Message body is required.' },
  21603: { status: 400, message: "A 'From' phone number is required." },
  21604: { status: 400, message: "A 'To' phone number is required." },
  21606: {
    status: 400,
    message: "The 'From' phone number {} is not a valid, message-capable phone number of this account.",
  },
  21609: { status: 400, message: 'Invalid StatusCallback URL: {}' },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient: {}' },
  21611: { status: 429, message: "This 'From' number has exceeded the maximum number of queued messages: {}" },
  21612: { status: 400, message: "The 'To' phone number {} is not currently reachable." },
  21614: { status: 400, message: "'To' number is not a valid mobile number: {}" },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit.' },
  21619: { status: 400, message: 'A text message body or media urls must be specified.' },
  21620: { status: 400, message: 'Invalid media URL(s): {}' },
  21623: { status: 400, message: 'Number of media files exceeds allowed limit: {}' },
  21624: { status: 400, message: 'Invalid validity period value: {}' },
  22003: { status: 400, message: 'A queue with the name {} already exists' },
  21266: { status: 400, message: "'To' and 'From' number cannot be the same" },
  30001: { status: 400, message: 'Queue overflow' },
  30002: { status: 400, message: 'Account suspended' },
  30003: { status: 400, message: 'Unreachable destination handset' },
  30004: { status: 400, message: 'Message blocked' },
  30005: { status: 400, message: 'Unknown destination handset' },
  30006: { status: 400, message: 'Landline or unreachable carrier' },
  30007: { status: 400, message: 'Carrier violation' },
  30008: { status: 400, message: 'Unknown error' },
  30409: { status: 400, message: 'This message cannot be canceled: {}' },
  31922: { status: 400, message: 'Stream - WebSocket - Invalid URL: {}' },
  31941: { status: 400, message: 'Stream - Invalid Track configuration: {}' },
  35114: { status: 400, message: 'Scheduling does not support this timestamp: {}' },
} as const;

/** Twilio's number of a refusal. */
export type ErrorCode = keyof typeof catalogue;

/** A refusal is a value, not an exception: what the caller did cannot be done, and this says why. */
export type Refusal = { readonly kind: 'refusal'; readonly code: ErrorCode; readonly message: string };

/** Refuses with Twilio's number; `detail` takes the place of `{}` in the catalogue's text. */
export function refuse(code: ErrorCode, detail = ''): Refusal {
  return { kind: 'refusal', code, message: catalogue[code].message.replace('{}', () => detail) };
}

/** The refusal of an operation that the platform does not have: 404, and it says that it is not the caller's mistake. */
export const refuseNotOffered = (method: string, path: string): Refusal => ({
  kind: 'refusal',
  code: 20404,
  message: `The requested resource ${path} was not found: ${method} on it is not offered by this platform`,
});

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refusal';

/** Whether a number is in the catalogue. */
export const isErrorCode = (code: number): code is ErrorCode => Object.hasOwn(catalogue, code);
