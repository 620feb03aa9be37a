type Whose = { readonly accountSid: string; readonly callSid: string };

/** A stream's name at the carrier: in the account's own namespace, and of signs that a path may hold. */
export const streamName = (accountSid: string, name: string): string => `${accountSid}-${name}`;

/** What a stream's server is told by us: the carrier's own `start` names the call and the account as the carrier knows them. */
export const streamParameters = ({ accountSid, callSid }: Whose) => ({ AccountSid: accountSid, CallSid: callSid });
