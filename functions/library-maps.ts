import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { Plugin } from 'esbuild';

type SourceMap = { readonly sources: string[]; readonly names: string[]; readonly mappings: string };

/**
 * Leaves libraries' lines out of the bundles' source maps, which Node reads whole at each cold start: traces name our own
 * lines as before, and a library's by their place in the bundle (decision 071).
 */
export const leaveLibrariesUnmapped: Plugin = {
  name: 'leave-libraries-unmapped',
  setup: ({ initialOptions, onEnd }) => {
    // On one machine all functions are one build, and none is started cold.
    if (Object.keys(initialOptions.entryPoints ?? {}).length > 1) return;
    initialOptions.metafile = true;
    onEnd(async ({ metafile }) => {
      const written = Object.keys(metafile?.outputs ?? {}).filter((path) => path.endsWith('.map'));
      for (const path of written.map((name) => resolve(initialOptions.absWorkingDir ?? '', name))) {
        const map: SourceMap = JSON.parse(await readFile(path, 'utf8'));
        await writeFile(path, JSON.stringify({ version: 3, ...withoutLibraries(map) }));
      }
    });
  },
};

/** A source map without the files of node_modules: where their code begins in a line, nothing is mapped any more. */
export function withoutLibraries({ sources, names, mappings }: SourceMap): SourceMap {
  const kept = { sources: new Numbered(), names: new Numbered() };
  const mapped = ([column, source, line, sourceColumn, name]: SourceMapSegment): SourceMapSegment => {
    const file = sources[source ?? -1];
    if (file === undefined || line === undefined || sourceColumn === undefined || isLibrary(file)) return [column];
    const place = [column, kept.sources.of(file), line, sourceColumn] as const;
    return name === undefined ? [...place] : [...place, kept.names.of(names[name] ?? '')];
  };
  const lines = decode(mappings).map((segments) =>
    segments.map(mapped).filter((segment, index, all) => segment.length > 1 || all[index - 1]?.length !== 1),
  );
  return { sources: kept.sources.all, names: kept.names.all, mappings: encode(lines) };
}

const isLibrary = (file: string): boolean => file.split('/').includes('node_modules');

/** Texts, each with the number under which it is kept. */
class Numbered {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const number = this.#numbers.get(text) ?? this.all.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }
}
