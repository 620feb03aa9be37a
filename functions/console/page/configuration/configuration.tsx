import * as z from 'zod/mini';
import { ask, inPlatformAccount } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLive } from '../live.ts';
import type { PageProps } from '../page-props.ts';
import { Configuration as Configured, MicroService } from '../resources.ts';
import { linkTo } from '../route.ts';
import { Shown } from '../shown.tsx';
import { SettingsForm } from './settings-form.tsx';

const MicroServices = z.object({ MicroServices: z.array(MicroService) });

/** How each micro-service is configured for the account; the forms are made from the micro-services' own schemas. */
export function Configuration({ title, sid: name }: PageProps) {
  const microServices = useLive((signal) => ask(MicroServices, '/v1/MicroServices', { signal }));
  return (
    <>
      <Heading title={title} />
      <Shown live={microServices}>
        {({ MicroServices: all }) => {
          const chosen = all.find(({ Name }) => Name === name) ?? all[0];
          return (
            <>
              <nav aria-label="Micro-services" class="tabs">
                {all.map(({ Name }) => (
                  <a
                    key={Name}
                    href={linkTo('configuration', Name)}
                    aria-current={Name === chosen?.Name ? 'true' : undefined}
                  >
                    {Name}
                  </a>
                ))}
              </nav>
              {chosen && <Settings key={chosen.Name} microService={chosen} />}
            </>
          );
        }}
      </Shown>
    </>
  );
}

function Settings({ microService }: { readonly microService: MicroService }) {
  const path = inPlatformAccount(`/MicroServices/${microService.Name}`);
  const configured = useLive((signal) => ask(Configured, path, { signal }));
  const change = async (json: Readonly<Record<string, unknown>>) => {
    const { Version } = await ask(Configured, path, { method: 'POST', json });
    configured.refresh();
    return `Saved: version ${Version} is in force within 5 seconds.`;
  };
  return (
    <>
      <h2>{microService.Name}</h2>
      <p>{microService.Description}</p>
      <Shown live={configured}>
        {({ Settings: settings, Version }) => (
          <>
            <p>{Version === 0 ? 'These are the defaults.' : `Version ${Version}.`}</p>
            <SettingsForm schema={microService.Settings.properties} settings={settings} change={change} />
          </>
        )}
      </Shown>
    </>
  );
}
