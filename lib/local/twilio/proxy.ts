import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type KeyedCertificate, serverCertificate } from './authority.ts';
import { forward, refuse } from './forward.ts';
import { isApi, isTwilio } from './host.ts';

export type ProxyOptions = {
  readonly platformUrl: string;
  readonly authority: KeyedCertificate;
  /** Is told of each host that is refused. */
  readonly report: (line: string) => void;
};

export type LocalProxy = { readonly url: string; readonly close: () => Promise<void> };

const answersFor = 'Only api.twilio.com is answered here, by the platform on this machine';

/**
 * A proxy on this machine that is Twilio's API for whoever uses it: what is sent to api.twilio.com, or to the API of a
 * region, is answered by the platform. Twilio's other products are refused as their SDK understands it; all other hosts
 * before a connection. Nothing leaves this machine.
 */
export async function startProxy({ platformUrl, authority, report }: ProxyOptions): Promise<LocalProxy> {
  const tls = createTlsServer(
    { SNICallback: (host, tell) => tell(null, contextOf(host)) },
    (request, response) => void answer(request, response, request.headers.host?.replace(/:\d+$/, '') ?? ''),
  );
  const contexts = new Map<string, SecureContext>();
  const contextOf = (host: string): SecureContext => {
    const context = contexts.get(host) ?? createSecureContext(pem(serverCertificate(authority, host, Date.now())));
    contexts.set(host, context);
    return context;
  };

  async function answer(request: IncomingMessage, response: ServerResponse, host: string): Promise<void> {
    if (isApi(host)) return forward(request, response, platformUrl);
    report(`Refused a request to ${host}. ${answersFor}.`);
    refuse(
      response,
      isTwilio(host) ? 404 : 403,
      isTwilio(host) ? 20404 : 20403,
      `${host} is not offered. ${answersFor}`,
    );
  }

  const proxy = createServer((request, response) => {
    const url = URL.parse(request.url ?? ''); // whole, as a proxy is asked (RFC 9112, section 3.2.2)
    if (url === null) refuse(response, 400, 20001, 'This is a proxy: it takes whole URLs');
    else void answer(request, response, url.hostname);
  });
  proxy.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { hostname } = URL.parse(`https://${request.url}`) ?? { hostname: request.url ?? '' };
    socket.on('error', () => socket.destroy()); // the client has gone
    if (!isTwilio(hostname)) {
      report(`Refused a connection to ${hostname}. ${answersFor}.`);
      socket.end(
        `HTTP/1.1 403 ${hostname} is refused. ${answersFor}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n'); // these words: twilio-php looks for them
    socket.unshift(head);
    tls.emit('connection', socket);
  });

  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const close = async () => {
    const closed = once(proxy, 'close');
    tls.closeAllConnections();
    proxy.close();
    proxy.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close };
}

const pem = ({ certificate, key }: KeyedCertificate) => ({ cert: certificate, key });
