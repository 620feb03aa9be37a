import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { assets } from '../../../functions/console/assets.ts';
import { bundle } from '../../bench/bundle.ts';

// Guarantee: the Lambda's bundle holds the page's script and style as they are, and no builder.
test('what is built while bundling is what a test serves', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tallyline-console-'));
  try {
    const { file } = await bundle('console', 'functions/console/http.ts', folder);
    const code = readFileSync(file, 'utf8');
    expect(code).toContain(assets.script.name);
    expect(code).toContain(assets.style.name);
    expect(code).not.toMatch(/buildSync|require\("esbuild"\)/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
