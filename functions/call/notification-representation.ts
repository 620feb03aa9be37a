import { rfc2822 } from '../../lib/http/date.ts';
import type { Notification } from '../../lib/store/notification.ts';
import { isSid } from '../../lib/store/sid.ts';

/** Twilio's levels: `0` an error, `1` a warning. */
export const levelOf = ({ severity }: Notification): '0' | '1' => (severity === 'error' ? '0' : '1');

/** A notification as Twilio's API lists it (OpenAPI: api.v2010.account.notification). */
export function notificationRepresentation(notification: Notification) {
  const { sid, accountSid, resourceSid, errorCode, createdAt, requestUrl } = notification;
  return {
    sid,
    account_sid: accountSid,
    call_sid: isSid('CA', resourceSid) ? resourceSid : null,
    api_version: '2010-04-01',
    log: levelOf(notification),
    error_code: String(errorCode),
    more_info: `https://www.twilio.com/docs/errors/${errorCode}`,
    message_text: textOf(notification),
    message_date: rfc2822(createdAt),
    request_url: requestUrl ?? null,
    request_method: null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    uri: `/2010-04-01/Accounts/${accountSid}/Notifications/${sid}.json`,
  };
}

/** One notification (OpenAPI: api.v2010.account.notification-instance). What was asked and answered is not kept here. */
export const notificationInstance = (notification: Notification) => ({
  ...notificationRepresentation(notification),
  request_variables: null,
  response_headers: null,
  response_body: null,
});

/** Form-encoded, as Twilio has it. */
const textOf = ({ severity, errorCode, message, requestUrl, resourceSid }: Notification): string =>
  new URLSearchParams({
    LogLevel: severity === 'error' ? 'ERROR' : 'WARN',
    ErrorCode: String(errorCode),
    Msg: message,
    ResourceSid: resourceSid,
    ...(requestUrl !== undefined && { url: requestUrl }),
  }).toString();
