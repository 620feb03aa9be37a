import { freePort, isFree } from './free-port.ts';
import { keep, kept } from './kept.ts';

const secondary = ['table', 'queues', 'carrier', 'lambda', 'websocket', 'alb'] as const;

/** The ports of one platform: the API's, and those that nobody needs to know by heart. */
export type Ports = Readonly<Record<'api' | (typeof secondary)[number], number>>;

/** The API's port is taken. */
export class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Choose another: npm start -- --port ${port + 1}`);
    this.name = 'PortTaken';
  }
}

/** The API's port as asked for, the others as at the last start where they are still free. Throws PortTaken. */
export async function choosePorts(directory: string, api: number): Promise<Ports> {
  if (api !== 0 && !(await isFree(api))) throw new PortTaken(api);
  const before = kept<Partial<Ports>>(directory, 'ports.json', () => ({}));
  const ports: Record<string, number> = { api: api === 0 ? await freePort(before.api) : api };
  for (const name of secondary) {
    let port = await freePort(before[name]);
    while (Object.values(ports).includes(port)) port = await freePort();
    ports[name] = port;
  }
  return keep(directory, 'ports.json', ports as Ports);
}
