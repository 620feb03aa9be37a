import { Form } from '../form.tsx';
import type { Setting } from '../resources.ts';
import { enteredValue } from './entered-value.ts';
import { SettingField } from './setting-field.tsx';

type Settings = Readonly<Record<string, unknown>>;
type Props = {
  readonly schema: Readonly<Record<string, Setting>>;
  readonly settings: Settings;
  /** Asks for the settings that differ; answers the sentence that tells that it is done. */
  readonly change: (changed: Settings) => Promise<string>;
};

/** A form for settings of any JSON schema that has booleans, choices, numbers, texts and lists of texts. */
export function SettingsForm({ schema, settings, change }: Props) {
  const submit = async (_: unknown, form: HTMLFormElement) => {
    const entered = new FormData(form);
    const changed = Object.entries(schema).flatMap(([name, setting]) => {
      const value = enteredValue(setting, entered.get(name));
      return JSON.stringify(value) === JSON.stringify(settings[name]) ? [] : [[name, value] as const];
    });
    return changed.length === 0 ? 'Nothing has been changed.' : change(Object.fromEntries(changed));
  };
  return (
    <Form action="Save" submit={submit}>
      {Object.entries(schema).map(([name, setting]) => (
        <SettingField key={name} name={name} setting={setting} value={settings[name]} />
      ))}
    </Form>
  );
}
