import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TableEngine } from './engine.ts';

const { resolve } = createRequire(import.meta.url);

/** The embedded DynamoDB engine: no Java, up in milliseconds; its binary is an optional package for each platform. */
export const dynoxide: TableEngine = {
  name: 'dynoxide',
  command(port, directory) {
    const program = binary();
    if (program === undefined) {
      return {
        missing: `dynoxide has no binary for ${process.platform}-${process.arch}: TABLE_ENGINE=dynamodb-local runs with Java.`,
      };
    }
    const file = directory === undefined ? [] : ['--db-path', join(directory, 'dynoxide.db')];
    return { program, args: ['--host', '127.0.0.1', '--port', String(port), ...file] };
  },
};

function binary(): string | undefined {
  const name = `@dynoxide/${process.platform}-${process.arch}/package.json`;
  try {
    const program = join(dirname(resolve(name)), 'dynoxide');
    return existsSync(program) ? program : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined; // no package for this platform
    throw error;
  }
}
