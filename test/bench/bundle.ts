import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import plugins from '../../functions/bundle-plugins.ts';
import { readCustom } from '../../lib/local/service.ts';

export type Bundle = {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly gzippedBytes: number;
};

/** The framework's own keys among serverless.yml's bundling settings. */
const frameworkKeys = new Set(['exclude', 'outputFileExtension', 'keepOutputDirectory', 'plugins']);

/** Bundles an entry file as serverless.yml's settings say, and weighs it. */
export async function bundle(name: string, entry: string, folder: string): Promise<Bundle> {
  const settings = Object.entries(readCustom('esbuild')).filter(([key]) => !frameworkKeys.has(key));
  const file = join(folder, `${name}.cjs`);
  await build({
    ...(Object.fromEntries(settings) as BuildOptions),
    plugins,
    entryPoints: [entry],
    outfile: file,
    logLevel: 'error',
  });
  return { name, file, bytes: statSync(file).size, gzippedBytes: gzipSync(readFileSync(file)).length };
}
