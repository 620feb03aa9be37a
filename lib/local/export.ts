import { Listr } from 'listr2';
import { type ExportOptions, exportHelp, readExportOptions } from './export/options.ts';
import { type Progress, saveExport } from './export/save-export.ts';

/** `npm run export`: saves what an account used, or what it owes for it, as one file. */
const options = readExportOptions(process.argv.slice(2));
if (options === 'help') process.stdout.write(exportHelp);
else if ('problem' in options) {
  process.stderr.write(`${options.problem}\n`);
  process.exitCode = 1;
} else await run(options);

async function run(asked: ExportOptions): Promise<void> {
  const title = `Exporting to ${asked.out}`;
  const shown = ({ pages, bytes }: Progress) => `${title}: ${pages} pages, ${bytes.toLocaleString('en')} bytes`;
  const tasks = new Listr([
    {
      title,
      task: async (_, task) => {
        const all = await saveExport(asked, (progress) => {
          task.title = shown(progress);
          task.output = shown(progress);
        });
        task.title = shown(all);
      },
    },
  ]);
  try {
    await tasks.run();
  } catch {
    process.exitCode = 1; // the task shows what went wrong
  }
}
