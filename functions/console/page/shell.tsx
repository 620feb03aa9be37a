import { useEffect } from 'preact/hooks';
import { AccountChoice } from './account-choice.tsx';
import { ask } from './api.ts';
import { pages } from './pages.ts';
import { controlUrl, isPhoneOpen } from './phone/control.ts';
import { PhonePanel } from './phone/phone-panel.tsx';
import { linkTo, place } from './route.ts';
import { Account, acting, actingBefore, caller, credentials, signOut } from './session.ts';
import { SignIn } from './sign-in.tsx';

/** The frame around every page: who is signed in, where one can go, and the phone on one machine. */
export function Shell() {
  useEffect(resume, []);
  if (credentials.value === undefined) return <SignIn />;
  if (acting.value === undefined) return <main class="sign-in" aria-busy="true" />;
  const { page, sid } = place.value;
  const { title, Page } = pages[page] ?? pages.missing;
  return (
    <div class={isPhoneOpen.value ? 'frame with-phone' : 'frame'}>
      <button type="button" class="skip" onClick={skip}>
        Skip to the page
      </button>
      <header class="top">
        <a class="brand" href={linkTo('overview')}>
          Tallyline
        </a>
        <AccountChoice />
        <span class="grow" />
        {controlUrl !== undefined && (
          <button
            type="button"
            class="plain"
            aria-expanded={isPhoneOpen.value}
            aria-controls="phone"
            onClick={() => {
              isPhoneOpen.value = !isPhoneOpen.value;
            }}
          >
            Phone
          </button>
        )}
        <button type="button" class="plain" onClick={() => signOut()}>
          Sign out
        </button>
      </header>
      <nav aria-label="Pages">
        <ul>
          {Object.entries(pages).map(([name, { title: listed }]) =>
            name === 'missing' ? null : (
              <li key={name}>
                <a href={linkTo(name)} aria-current={name === page ? 'page' : undefined}>
                  {listed}
                </a>
              </li>
            ),
          )}
        </ul>
      </nav>
      <main id="main" tabIndex={-1}>
        <Page key={`${acting.value.Sid} ${page} ${sid}`} title={title} sid={sid} />
      </main>
      {isPhoneOpen.value && <PhonePanel />}
    </div>
  );
}

/** Past the navigation. No link: the address's hash is the page. */
function skip(): void {
  document.querySelector<HTMLElement>('#main')?.focus();
}

/** After a reload the tab still has its credentials: whose are they, and whose account was looked at? */
function resume(): void {
  const known = credentials.value;
  if (known === undefined || caller.value !== undefined) return;
  const accounts = [known.accountSid, actingBefore() ?? known.accountSid].map((sid) =>
    ask(Account, `/v1/Accounts/${encodeURIComponent(sid)}`),
  );
  Promise.all(accounts).then(
    ([own, looked]) => {
      caller.value = own;
      acting.value = looked;
    },
    (problem: unknown) => signOut(problem instanceof Error ? problem.message : String(problem)),
  );
}
