import { Heading } from './heading.tsx';
import type { PageProps } from './page-props.ts';
import { linkTo } from './route.ts';

export function Missing({ title }: PageProps) {
  return (
    <>
      <Heading title={title} />
      <p>
        The console has no page of this address. <a href={linkTo('overview')}>Go to the overview</a>
      </p>
    </>
  );
}
