import type { Source } from '../interpreter/source.ts';

/** The words of a recording. Times are epoch milliseconds. */
export type Transcription = {
  readonly sid: string;
  readonly recordingSid: string;
  readonly callSid: string;
  readonly callback: Source | undefined;
  /** Of the recording, whole started ones. */
  readonly seconds: number;
  readonly createdAt: number;
  status: 'in-progress' | 'completed' | 'failed';
  text: string;
  updatedAt: number;
};
