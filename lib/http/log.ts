import { Logger } from '@aws-lambda-powertools/logger';

/** Structured log lines. Never a token, a secret or a message's text. */
export const log = new Logger({ serviceName: 'tallyline' });
