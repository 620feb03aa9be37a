import { cpSync, existsSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../../../lib/local/repository.ts';
import { succeeds } from './run-program.ts';

type Command = readonly [string, ...string[]];

/** A recipe of docs/sdk: how it is run here, or what this machine lacks for it. Nothing is fetched from anywhere. */
export type Recipe = {
  readonly file: string;
  readonly prepare: () => Promise<{ readonly command: Command } | { readonly lacks: string }>;
};

const folder = join(repository, 'docs', 'sdk');
/** The interpreter whose packages have the SDK: of a virtual environment, for instance. */
export const python = process.env['TWILIO_PYTHON'] ?? 'python3';
const javaClasspath = process.env['TWILIO_JAVA_CLASSPATH'];
const phpVendor = process.env['TWILIO_PHP_VENDOR'];
const buildMilliseconds = 150_000;

const when = async (is: boolean | Promise<boolean>, command: Command, lacks: string) =>
  (await is) ? { command } : { lacks };

/** All recipes, by language. */
export const recipes: Readonly<Record<string, Recipe>> = {
  Node: {
    file: 'node/place-call.ts',
    prepare: () => when(true, [process.execPath, join(folder, 'node', 'place-call.ts')], ''),
  },
  Python: {
    file: 'python/place_call.py',
    prepare: () =>
      when(
        succeeds([python, '-c', 'import twilio']),
        [python, join(folder, 'python', 'place_call.py')],
        `${python} cannot import twilio (TWILIO_PYTHON names another interpreter)`,
      ),
  },
  Java: {
    file: 'java/PlaceCall.java',
    prepare: async () => {
      if (javaClasspath === undefined) return { lacks: 'TWILIO_JAVA_CLASSPATH does not name the SDK and its jars' };
      const command: Command = ['java', '-cp', javaClasspath, join(folder, 'java', 'PlaceCall.java')];
      return when(succeeds(['javac', '-version']), command, 'there is no Java development kit');
    },
  },
  Go: {
    file: 'go/place_call.go',
    prepare: async () => {
      const program = join(mkdtempSync(join(tmpdir(), 'tallyline-go-')), 'place-call');
      const offline = { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local' };
      const built = succeeds(['go', 'build', '-o', program, '.'], {
        cwd: join(folder, 'go'),
        env: offline,
        timeout: buildMilliseconds,
      });
      return when(built, [program], 'go build finds no Go or no SDK in its module cache, or takes too long');
    },
  },
  Ruby: {
    file: 'ruby/place_call.rb',
    prepare: () =>
      when(
        succeeds(['ruby', '-e', "require 'twilio-ruby'"]),
        ['ruby', join(folder, 'ruby', 'place_call.rb')],
        'ruby cannot require twilio-ruby',
      ),
  },
  PHP: {
    file: 'php/place_call.php',
    prepare: async () => {
      if (phpVendor === undefined) return { lacks: "TWILIO_PHP_VENDOR does not name Composer's folder with the SDK" };
      const copy = mkdtempSync(join(tmpdir(), 'tallyline-php-'));
      cpSync(join(folder, 'php'), copy, { recursive: true });
      symlinkSync(phpVendor, join(copy, 'vendor'));
      return when(succeeds(['php', '--version']), ['php', join(copy, 'place_call.php')], 'there is no PHP');
    },
  },
  'C#': {
    file: 'csharp/PlaceCall.cs',
    prepare: async () => {
      const project = join(folder, 'csharp');
      const command: Command = ['dotnet', 'run', '--no-restore', '--project', project];
      const restored = existsSync(join(project, 'obj', 'project.assets.json'));
      return when(restored && succeeds(['dotnet', '--version']), command, 'dotnet restore docs/sdk/csharp was not run');
    },
  },
};
