import { useEffect, useRef } from 'preact/hooks';

/** A document that is shown: its name and the URL of its HTML. */
export type ShownSheet = { readonly name: string; readonly url: string };

/** A statement as it is printed, in a frame that may run and load nothing. */
export function Sheet({ sheet: { name, url }, close }: { readonly sheet: ShownSheet; readonly close: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    return () => URL.revokeObjectURL(url);
  }, [url]);
  return (
    <section class="sheet">
      <div class="actions">
        <h2 tabIndex={-1} ref={heading}>
          {name}
        </h2>
        <button type="button" class="quiet" onClick={close}>
          Close
        </button>
      </div>
      <iframe title={name} src={url} sandbox="" />
    </section>
  );
}
