import type { Setting } from '../resources.ts';

/** What was entered for a setting, as its schema wants it. An unchecked box enters nothing. */
export function enteredValue({ type }: Setting, entered: FormDataEntryValue | null): unknown {
  const text = typeof entered === 'string' ? entered : '';
  switch (type) {
    case 'boolean':
      return entered !== null;
    case 'integer':
    case 'number':
      return text === '' ? undefined : Number(text);
    case 'array':
      return text.split(/[\s,]+/).filter((part) => part !== '');
    default:
      return text.trim();
  }
}
