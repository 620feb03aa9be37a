import { writeFileSync } from 'node:fs';
import { buildDocument } from './build-document.ts';

/** `npm run openapi [-- FILE]`: the document of `/v1`, on standard output or into a file. */
const [file] = process.argv.slice(2);
const document = await buildDocument();
if (file === undefined) process.stdout.write(document);
else writeFileSync(file, document);
