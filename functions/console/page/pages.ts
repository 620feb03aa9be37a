import type { ComponentType } from 'preact';
import { Balance } from './balance/balance.tsx';
import { Calls } from './calls/calls.tsx';
import { Conferences } from './conferences/conferences.tsx';
import { Configuration } from './configuration/configuration.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { Messages } from './messages.tsx';
import { Missing } from './missing.tsx';
import { Numbers } from './numbers/numbers.tsx';
import { Overview } from './overview.tsx';
import type { PageProps } from './page-props.ts';
import { Recordings } from './recordings.tsx';
import { Statements } from './statements/statements.tsx';
import { Usage } from './usage/usage.tsx';

type Page = { readonly title: string; readonly Page: ComponentType<PageProps> };

/** The pages by their name in the address, in the order of the navigation. */
export const pages: Readonly<Record<string, Page>> & { readonly missing: Page } = {
  overview: { title: 'Overview', Page: Overview },
  numbers: { title: 'Numbers', Page: Numbers },
  calls: { title: 'Calls', Page: Calls },
  messages: { title: 'Messages', Page: Messages },
  recordings: { title: 'Recordings', Page: Recordings },
  conferences: { title: 'Conferences', Page: Conferences },
  usage: { title: 'Usage', Page: Usage },
  balance: { title: 'Balance', Page: Balance },
  statements: { title: 'Statements', Page: Statements },
  inspector: { title: 'Inspector', Page: Inspector },
  configuration: { title: 'Micro-services', Page: Configuration },
  missing: { title: 'No such page', Page: Missing },
};
