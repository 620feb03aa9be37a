import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadNotificationOf } from '../../lib/store/notification.ts';
import { notificationInstance } from './notification-representation.ts';

export const NotificationPath = z.object({ Sid: z.string(), CallSid: z.optional(z.string()) });

/** One notification of the account; of a call, where the path names one. */
export async function fetchNotification({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof NotificationPath>>): Promise<Answer | Refusal> {
  const { Sid, CallSid } = parameters;
  const notification = await loadNotificationOf(account.sid, Sid, now);
  const isAsked = notification !== undefined && (CallSid === undefined || notification.resourceSid === CallSid);
  return isAsked ? json(notificationInstance(notification)) : refuse(20404, uri.path);
}
