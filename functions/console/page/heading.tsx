import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A page's heading: it takes the focus when the page appears, so that keyboard and screen reader go on from there. */
export function Heading({ children, title }: { readonly children?: ComponentChildren; readonly title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Tallyline`;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header class="page">
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </header>
  );
}
