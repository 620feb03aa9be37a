import { ask, inAccount } from './api.ts';
import { amount, instant } from './figures.ts';
import { Form } from './form.tsx';
import { Heading } from './heading.tsx';
import { liveMilliseconds, useList } from './live.ts';
import { OwnNumber } from './own-numbers.tsx';
import type { PageProps } from './page-props.ts';
import { Message } from './resources.ts';
import { ListTable } from './table.tsx';

/** An account's messages, and one to send. */
export function Messages({ title }: PageProps) {
  const list = useList(
    { path: inAccount('/Messages.json'), name: 'messages', row: Message, keyOf: ({ sid }) => sid },
    liveMilliseconds,
  );
  const send = async (form: Readonly<Record<string, string>>) => {
    const { to } = await ask(Message, inAccount('/Messages.json'), { method: 'POST', form });
    list.refresh();
    return `On its way to ${to}.`;
  };
  return (
    <>
      <Heading title={title} />
      <details>
        <summary>Send a message</summary>
        <Form action="Send" submit={send}>
          <OwnNumber label="From" />
          <label>
            To
            <input name="To" type="tel" required placeholder="+14155550199" />
          </label>
          <label>
            Text
            <textarea name="Body" rows={3} required maxLength={1_600} />
          </label>
        </Form>
      </details>
      <ListTable
        list={list}
        caption="Messages, newest first"
        keyOf={({ sid }) => sid}
        empty="No message yet. Send one above, or send a text to one of this account’s numbers."
        columns={[
          { head: 'From', cell: ({ from }) => from },
          { head: 'To', cell: ({ to }) => to },
          { head: 'Text', cell: ({ body }) => <span class="text">{body}</span> },
          { head: 'Status', cell: statusOf },
          { head: 'Segments', figures: true, cell: ({ num_segments }) => num_segments },
          { head: 'When', cell: ({ date_created }) => instant(date_created) },
          { head: 'Price', figures: true, cell: ({ price, price_unit }) => amount(price, price_unit) },
        ]}
      />
    </>
  );
}

const statusOf = ({ status, error_code, error_message }: Message) =>
  error_code === null ? status : `${status}: error ${error_code}, ${error_message}`;
