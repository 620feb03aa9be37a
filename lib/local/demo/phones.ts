import type { PhoneScript } from '../../carrier/embedded/network/phone.ts';
import { controlAt } from '../phone/control.ts';

/** The simulated phones, by the carrier's control API, as a program in any language uses it. */
export type Phones = {
  /** Says what a phone does when it is called or texted. */
  script(number: string, script: PhoneScript): Promise<unknown>;
  /** The script is for this call only. */
  dial(from: string, to: string, script: PhoneScript): Promise<unknown>;
  text(from: string, to: string, body: string): Promise<unknown>;
};

/** @param url the control API's, without a slash at the end */
export function phonesAt(url: string): Phones {
  const control = controlAt(url);
  return {
    script: (number, script) => control('PUT', `/phones/${number}`, script),
    dial: (from, to, script) => control('POST', `/phones/${from}/calls`, { to, script }),
    text: (from, to, body) => control('POST', `/phones/${from}/texts`, { to, body }),
  };
}
