import type { Answer } from '../../lib/http/answer.ts';
import type { Asset } from './build-assets.ts';
import { assetHeaders } from './page-headers.ts';

/** A script or style: its name changes with its content, so a browser may keep it. */
export const showAsset =
  ({ contentType, content }: Asset) =>
  async (): Promise<Answer> => ({
    status: 200,
    headers: {
      'content-type': contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      ...assetHeaders,
    },
    body: { text: content },
  });
