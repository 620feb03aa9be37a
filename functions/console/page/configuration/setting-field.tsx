import type { Setting } from '../resources.ts';

type Props = { readonly name: string; readonly setting: Setting; readonly value: unknown };

/** A field for one setting, by its schema's type. */
export function SettingField({ name, setting, value }: Props) {
  const { type, description } = setting;
  if (type === 'boolean') {
    return (
      <label>
        <input type="checkbox" name={name} defaultChecked={value === true} /> {words(name)}
        <Hint text={description} />
      </label>
    );
  }
  return (
    <>
      <label htmlFor={name}>{words(name)}</label>
      <Field name={name} setting={setting} value={value} />
      <Hint text={description ?? (type === 'array' ? 'One a line; none: all' : undefined)} />
    </>
  );
}

function Field({ name, setting, value }: Props) {
  const { type, enum: choices, minimum, maximum, anyOf } = setting;
  if (choices !== undefined) {
    return (
      <select id={name} name={name}>
        {choices.map((choice) => (
          <option key={choice} selected={choice === value}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  if (type === 'array') {
    return (
      <textarea
        id={name}
        name={name}
        rows={3}
        spellcheck={false}
        defaultValue={Array.isArray(value) ? value.join('\n') : ''}
      />
    );
  }
  if (type === 'integer' || type === 'number') {
    return (
      <input type="number" id={name} name={name} required min={minimum} max={maximum} defaultValue={String(value)} />
    );
  }
  const isUri = anyOf?.some(({ format }) => format === 'uri') ?? false;
  const text = String(value ?? '');
  return isUri ? (
    <input type="url" id={name} name={name} defaultValue={text} />
  ) : (
    <input type="text" id={name} name={name} defaultValue={text} />
  );
}

const Hint = ({ text }: { readonly text: string | undefined }) => (text === undefined ? null : <small>{text}</small>);

/** `MaxDurationSeconds` is read as `Max duration seconds`. */
const words = (name: string): string => {
  const spaced = name.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return spaced.replace(/\buri\b/gi, 'URI');
};
