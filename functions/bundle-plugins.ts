import { bundlePdf } from './billing/bundle-pdf.ts';
import { inlineAssets } from './console/inline-assets.ts';
import { leaveLibrariesUnmapped } from './library-maps.ts';
import { inlineDocument } from './openapi/inline-document.ts';

/** serverless.yml names this file: esbuild’s plugins for every bundle. What a Lambda cannot build is built meanwhile. */
export default [inlineAssets, inlineDocument, bundlePdf, leaveLibrariesUnmapped];
