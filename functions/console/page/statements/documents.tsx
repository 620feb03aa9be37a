import { ActionButton } from '../action-button.tsx';
import { save } from './fetched-document.ts';

/** Shows a document, whose HTML is at `path`, on the page. */
export type Show = (name: string, path: string) => Promise<void>;

type DocumentsProps = {
  readonly name: string;
  /** Each form of the document and where it is. */
  readonly uris: readonly (readonly [form: string, uri: string])[];
  readonly show: Show;
};

/** A document to be looked at here, or saved in one of its forms. */
export const Documents = ({ name, uris, show }: DocumentsProps) => (
  <div class="actions">
    {uris.map(([form, uri]) =>
      form === 'html' ? (
        <ActionButton key="show" quiet act={() => show(name, uri)} label={`Show ${name}`}>
          Show
        </ActionButton>
      ) : null,
    )}
    {uris.map(([form, uri]) => (
      <ActionButton
        key={form}
        quiet
        act={() => save(uri, `${name.toLowerCase().replaceAll(' ', '-')}.${form}`)}
        label={`Save ${name} as ${form.toUpperCase()}`}
      >
        {form.toUpperCase()}
      </ActionButton>
    ))}
  </div>
);
