/** What a person asks for with a keyword, as Twilio calls it (`OptOutType`). */
export type OptOutType = 'STOP' | 'START' | 'HELP';

/** Twilio's default keywords. */
const keywords: Readonly<Record<OptOutType, readonly string[]>> = {
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  START: ['START', 'YES', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
};
const meaningOf = new Map(
  (['STOP', 'START', 'HELP'] as const).flatMap((type) => keywords[type].map((keyword) => [keyword, type] as const)),
);

/** The keyword that a message is: the whole text, in any case, spaces around it aside. A word in a sentence is none. */
export const optOutTypeOf = (body: string): OptOutType | undefined => meaningOf.get(body.trim().toUpperCase());
