import { useEffect, useState } from 'preact/hooks';
import { ActionButton } from './action-button.tsx';
import { inAccount, request } from './api.ts';
import { duration, instant } from './figures.ts';
import { Heading } from './heading.tsx';
import { liveMilliseconds, useList } from './live.ts';
import type { PageProps } from './page-props.ts';
import { Recording } from './resources.ts';
import { linkTo } from './route.ts';
import { ListTable } from './table.tsx';

/** An account's recordings, each to be played. */
export function Recordings({ title }: PageProps) {
  const list = useList(
    { path: inAccount('/Recordings.json'), name: 'recordings', row: Recording, keyOf: ({ sid }) => sid },
    liveMilliseconds,
  );
  return (
    <>
      <Heading title={title} />
      <ListTable
        list={list}
        caption="Recordings, newest first"
        keyOf={({ sid }) => sid}
        empty="No recording yet. Let a program answer <Record>, or <Dial record> or a conference with record."
        columns={[
          { head: 'Made', cell: ({ date_created }) => instant(date_created) },
          { head: 'Of', cell: originOf },
          { head: 'Status', cell: ({ status }) => status },
          { head: 'Duration', figures: true, cell: (recording) => duration(recording.duration) },
          { head: 'Sound', cell: (recording) => <Player recording={recording} /> },
        ]}
      />
    </>
  );
}

function originOf({ call_sid, conference_sid, source }: Recording) {
  if (conference_sid !== null) return <a href={linkTo('conferences', conference_sid)}>a conference</a>;
  return call_sid === null ? source : <a href={linkTo('calls', call_sid)}>a call</a>;
}

/** Fetches the sound with the tab's credentials, which an audio element cannot send, and plays it. */
function Player({ recording: { sid, status } }: { readonly recording: Recording }) {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  if (status !== 'completed') return null;
  const load = async () => {
    const response = await request(inAccount(`/Recordings/${sid}.wav`));
    setUrl(URL.createObjectURL(await response.blob()));
  };
  if (url === undefined) {
    return (
      <ActionButton quiet act={load} label={`Load the sound of ${sid}`}>
        Load
      </ActionButton>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: a recorded call has no captions.
    <audio controls autoplay src={url} aria-label={`Recording ${sid}`} />
  );
}
