import { signal } from '@preact/signals';
import * as z from 'zod/mini';

const Credentials = z.object({ accountSid: z.string(), authToken: z.string() });
export type Credentials = z.infer<typeof Credentials>;

/** What the console shows of an account; the answer's auth token is left behind. */
export const Account = z.object({
  Sid: z.string(),
  FriendlyName: z.string(),
  Role: z.string(),
  Status: z.string(),
  TimeZone: z.string(),
  Currency: z.string(),
});
export type Account = z.infer<typeof Account>;

const storageKey = 'tallyline-credentials';
const actingKey = 'tallyline-acting';

/** Who is signed in: kept for this tab only, and sent nowhere but to this origin's API. */
export const credentials = signal<Credentials | undefined>(restored());

/** Whose credentials these are, and the account that is looked at: the same, or one that the caller may act for. */
export const caller = signal<Account | undefined>(undefined);
export const acting = signal<Account | undefined>(undefined);

/** Why somebody has to sign in again. */
export const signedOutBecause = signal<string | undefined>(undefined);

function restored(): Credentials | undefined {
  const kept = sessionStorage.getItem(storageKey);
  return kept === null ? undefined : Credentials.safeParse(JSON.parse(kept)).data;
}

/** Keeps credentials that the API has accepted. */
export function signIn(accepted: Credentials, account: Account): void {
  sessionStorage.setItem(storageKey, JSON.stringify(accepted));
  signedOutBecause.value = undefined;
  caller.value = account;
  acting.value = account;
  credentials.value = accepted;
}

/** From now on every page is that account's, after a reload too. */
export function actAs(account: Account): void {
  sessionStorage.setItem(actingKey, account.Sid);
  acting.value = account;
}

/** The account that was looked at before a reload. */
export const actingBefore = (): string | undefined => sessionStorage.getItem(actingKey) ?? undefined;

/** Forgets the credentials. */
export function signOut(because?: string): void {
  sessionStorage.removeItem(storageKey);
  sessionStorage.removeItem(actingKey);
  signedOutBecause.value = because;
  credentials.value = undefined;
  caller.value = undefined;
  acting.value = undefined;
}
