import { startCommand } from './command/start-command.ts';
import { withProgress } from './command/with-progress.ts';
import { exportHelp, readExportOptions } from './export/options.ts';
import { type Progress, saveExport } from './export/save-export.ts';

const shown = ({ pages, bytes }: Progress) => `${pages} pages, ${bytes.toLocaleString('en')} bytes`;

/** `npm run export`: saves what an account used, or what it owes for it, as one file. */
await startCommand(exportHelp, readExportOptions(process.argv.slice(2)), async (asked) => {
  const title = `Exporting to ${asked.out}`;
  await withProgress(title, async (tell, titled) => {
    const all = await saveExport(asked, (progress) => tell(shown(progress)));
    titled(`${title}: ${shown(all)}`);
  });
});
