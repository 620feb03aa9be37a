import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, bytes, json, noContent, redirect } from '../../lib/http/answer.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import { findMedia, type MediaRequest } from './find-media.ts';
import { eraseMedia } from './keep-media.ts';
import { type Media, mediaUri } from './media.ts';
import { readBytes, signedUrlOf } from './media-bucket.ts';

// A Lambda answers 6 MB at most, and bytes go out in base64, which is a third longer.
const answeredBytesMax = 4_000_000;

/** What strangers sent is shown as what it is called, and never run as a page of ours. */
const harmless = { 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" };

/** The file itself, a large one from a short-lived URL of the bucket. */
export async function serveMedia(request: MediaRequest): Promise<Answer | Refusal> {
  const media = await findMedia(request);
  if (isRefusal(media)) return media;
  if (media.bytes > answeredBytesMax) return redirect(await signedUrlOf(media));
  const answer = bytes(media.contentType, await readBytes(media));
  return { ...answer, headers: { ...answer.headers, ...harmless } };
}

/** Shows what a medium is (OpenAPI: FetchMedia). */
export async function fetchMedia(request: MediaRequest): Promise<Answer | Refusal> {
  const media = await findMedia(request);
  return isRefusal(media) ? media : json(mediaRepresentation(media));
}

/** Deletes a medium (OpenAPI: DeleteMedia); the message stays, and counts it still. */
export async function deleteMedia(request: MediaRequest): Promise<Answer | Refusal> {
  const media = await findMedia(request);
  if (isRefusal(media)) return media;
  await eraseMedia(media, request.now);
  return noContent;
}

/** A medium as Twilio's API shows it (OpenAPI: `api.v2010.account.message.media`). */
export const mediaRepresentation = (media: Media) => ({
  sid: media.sid,
  account_sid: media.accountSid,
  parent_sid: media.messageSid,
  content_type: media.contentType,
  date_created: rfc2822(media.createdAt),
  date_updated: rfc2822(media.updatedAt),
  uri: `${mediaUri(media)}.json`,
});
