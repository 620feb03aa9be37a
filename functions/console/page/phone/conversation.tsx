import { useEffect, useRef } from 'preact/hooks';

/** Something that was said or written: by whom, and whether by the holder of this phone. */
export type Utterance = {
  readonly key: string | number;
  readonly who: string;
  readonly own: boolean;
  readonly text: string;
};

type Props = {
  /** What it is, for those who hear it. */
  readonly label: string;
  readonly utterances: readonly Utterance[];
};

/** What was said or written, in order; the last of it stays in sight, and each is read out as it comes. */
export function Conversation({ label, utterances }: Props) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.scrollTo({ top: list.current.scrollHeight }), [utterances.length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <ol class="conversation" aria-live="polite" aria-label={label} tabIndex={0} ref={list}>
      {utterances.map(({ key, who, own, text }) => (
        <li key={key} class={own ? 'own' : undefined}>
          <small>{who}</small> {text}
        </li>
      ))}
    </ol>
  );
}
