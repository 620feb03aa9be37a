import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { commit } from '../../lib/store/commit.ts';
import { type Notice, notify } from '../../lib/store/notification.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import { fetchMediaFile } from './fetch-media-file.ts';
import { loadMedia, type Media, markDeleted, mediaOf, mediaPlace, mediaUrl, putNewMedia } from './media.ts';
import { eraseBytes, keepBytes } from './media-bucket.ts';
import type { Message } from './message.ts';
import { loadMessage } from './store-message.ts';

/** The action that copies a message's media into the bucket, where it has any. */
export const keepingOf = ({ media }: Pick<Message, 'media'>): Consequence[] =>
  media.length === 0 ? [] : [{ queue: 'sms', action: 'message.keepMedia', input: {} }];

/** What was kept of a message's media, in their order, and what was not. */
export interface Kept {
  /** A medium's own URL where it could not be had. */
  readonly media: Message['media'];
  readonly failures: readonly { readonly url: string; readonly refusal: Refusal }[];
}

/**
 * Copies a message's media into the bucket. Done again it fetches what is missing only: a medium has one place. What
 * was redacted or deleted meanwhile is erased again.
 */
export async function keepMedia(message: Message, now: number): Promise<Kept> {
  const outcomes = await Promise.all(message.media.map(({ url }, index) => keepOne(message, url, index, now)));
  const after = await loadMessage(message.sid);
  if (after !== undefined && after.media.length < message.media.length) await eraseMediaOf(message.sid, now);
  return {
    media: message.media.map((medium, index) => {
      const outcome = outcomes[index];
      return outcome === undefined || isRefusal(outcome)
        ? medium
        : { url: mediaUrl(outcome), contentType: outcome.contentType };
    }),
    failures: outcomes.flatMap((refusal, index) =>
      isRefusal(refusal) ? [{ url: message.media[index]?.url ?? '', refusal }] : [],
    ),
  };
}

async function keepOne(message: Message, url: string, index: number, now: number): Promise<Media | Refusal> {
  const place = await mediaPlace(message, index);
  const there = await loadMedia(place);
  if (there !== undefined) return there;
  const file = await fetchMediaFile(url, authorizationFor(message, url), message);
  if (isRefusal(file)) return file;
  const { contentType, bytes } = file;
  const media = { ...place, accountSid: message.accountSid, contentType, bytes: bytes.length, updatedAt: now };
  await keepBytes(media, contentType, bytes);
  await commit([putNewMedia(media)]);
  return media;
}

/** A carrier's own server may want to know who asks for what came in. */
function authorizationFor({ direction, reference }: Message, url: string): string | undefined {
  if (direction !== 'inbound' || reference === undefined) return undefined;
  return carrierNamed(reference.carrier)?.mediaAuthorization(url);
}

/**
 * The action `message.keepMedia`. What came in is tried again until the queue gives up: it is on the carrier's server.
 * What a tenant's own server did not give is told, and not asked for again.
 */
export async function keepMediaOf(sid: string, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined || message.deletedAt !== undefined) return;
  const { failures } = await keepMedia(message, now);
  const [first] = failures;
  if (first === undefined) return;
  if (message.direction === 'inbound') throw new Error(`Media of ${sid} could not be had: ${first.refusal.message}`);
  await notify(failures.map((failure) => noticeOf(message, failure, now)));
}

const noticeOf = ({ accountSid, sid }: Message, { url, refusal }: Kept['failures'][number], at: number): Notice => ({
  ...{ accountSid, resourceSid: sid, severity: 'error', requestUrl: url, at },
  ...{ errorCode: refusal.code, message: refusal.message },
});

/** Erases all media of a message. */
export async function eraseMediaOf(messageSid: string, now: number): Promise<void> {
  await Promise.all((await mediaOf(messageSid)).map((media) => eraseMedia(media, now)));
}

/** Erases a medium: first its bytes, so that a crash leaves nothing that nobody knows of. */
export async function eraseMedia(media: Media, now: number): Promise<void> {
  await eraseBytes(media);
  await markDeleted(media, now);
}
