import { requestAs, shaped } from './api.ts';
import { Form } from './form.tsx';
import { Heading } from './heading.tsx';
import { Account, signedOutBecause, signIn } from './session.ts';

/** Asks for credentials and tries them; they are kept only once the platform has accepted them. */
export function SignIn() {
  const submit = async ({ accountSid = '', authToken = '' }) => {
    const known = { accountSid: accountSid.trim(), authToken: authToken.trim() };
    const response = await requestAs(known, `/v1/Accounts/${encodeURIComponent(known.accountSid)}`);
    signIn(known, await shaped(Account, response));
    return undefined;
  };
  return (
    <main class="sign-in">
      <Heading title="Sign in to Tallyline" />
      {signedOutBecause.value !== undefined && <p role="status">{signedOutBecause.value}</p>}
      <Form action="Sign in" submit={submit}>
        <label>
          Account SID
          <input name="accountSid" required pattern="\s*AC[0-9a-f]{32}\s*" autocomplete="username" spellcheck={false} />
          <small>AC and 32 digits and letters</small>
        </label>
        <label>
          Auth token
          <input name="authToken" type="password" required autocomplete="current-password" />
        </label>
      </Form>
      <p>
        <small>
          They stay in this tab, and are sent to this platform’s API only. On one machine <code>npm start</code> prints
          the operator’s and the tenants’.
        </small>
      </p>
    </main>
  );
}
