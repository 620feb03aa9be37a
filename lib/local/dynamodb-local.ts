import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TableEngine } from './engine.ts';

const { resolve } = createRequire(import.meta.url);

/** A short life: half of the CPU of a start and of the first thousands of transactions (docs/decisions/064). */
const quickly = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData'];

/** Amazon's own engine, from the jar in the package amplify-dynamodb-simulator; needs a Java runtime. */
export const dynamodbLocal: TableEngine = {
  name: 'dynamodb-local',
  command(port, directory) {
    if (!javaRuns()) {
      return { missing: 'DynamoDB Local needs a Java runtime (17 or later): please install one, for example OpenJDK.' };
    }
    const folder = join(dirname(resolve('amplify-dynamodb-simulator/package.json')), 'emulator');
    const place = directory === undefined ? ['-inMemory'] : ['-dbPath', directory];
    const jar = [...quickly, '-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'];
    return { program: 'java', args: [...jar, '-port', String(port), '-sharedDb', ...place], folder };
  },
};

let runs: boolean | undefined;

function javaRuns(): boolean {
  runs ??= spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
  return runs;
}
