import type { Source } from '../interpreter/source.ts';

/** A number that the platform has bought here. */
export type BoughtNumber = {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly boughtAt: number;
  friendlyName: string;
  voice: Source | undefined;
  voiceFallback: Source | undefined;
  sms: Source | undefined;
  smsFallback: Source | undefined;
  statusCallback: Source | undefined;
  updatedAt: number;
};
