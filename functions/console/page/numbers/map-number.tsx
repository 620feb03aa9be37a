import { ask, inAccount } from '../api.ts';
import { Form } from '../form.tsx';
import { Heading } from '../heading.tsx';
import { useLive } from '../live.ts';
import { PhoneNumber } from '../resources.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';

/** Says which URLs answer a number: its calls and its messages. */
export function MapNumber({ sid }: { readonly sid: string }) {
  const path = inAccount(`/IncomingPhoneNumbers/${sid}.json`);
  const number = useLive((signal) => ask(PhoneNumber, path, { signal }));
  const submit = async (form: Readonly<Record<string, string>>) => {
    const { phone_number } = await ask(PhoneNumber, path, { method: 'POST', form });
    return `${phone_number} is mapped.`;
  };
  return (
    <>
      <Heading title={number.value?.phone_number ?? 'Number'}>
        <a href={linkTo('numbers')}>All numbers</a>
      </Heading>
      <Shown live={number}>
        {({ friendly_name, voice_url, sms_url }) => (
          <Form action="Save" submit={submit}>
            <label>
              Name
              <input name="FriendlyName" maxLength={64} defaultValue={friendly_name} />
            </label>
            <label>
              Voice URL: asked for TwiML when a call comes in
              <input
                name="VoiceUrl"
                type="url"
                defaultValue={voice_url ?? ''}
                placeholder="https://example.com/voice"
              />
            </label>
            <label>
              SMS URL: asked when a message comes in
              <input name="SmsUrl" type="url" defaultValue={sms_url ?? ''} placeholder="https://example.com/sms" />
            </label>
          </Form>
        )}
      </Shown>
    </>
  );
}
