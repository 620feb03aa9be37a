import { fileURLToPath } from 'node:url';

/** The folder that holds serverless.yml. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));
