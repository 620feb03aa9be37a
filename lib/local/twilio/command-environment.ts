import type { Tenant } from '../platform-file.ts';
import { apiHost, isTwilio } from './host.ts';
import type { TrustFiles } from './trust-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type Surroundings = {
  /** Of the proxy, `http://127.0.0.1:…`. */
  readonly proxyUrl: string;
  readonly platformUrl: string;
  /** Of the simulated phones, for the program's tests. */
  readonly controlUrl: string;
  readonly trust: TrustFiles;
  /** Whose credentials the program gets; undefined: those that it has. */
  readonly tenant: Tenant | undefined;
};

/** This machine is reached without the proxy. */
const here = ['localhost', '127.0.0.1', '::1'];

/**
 * The environment in which a program's requests to Twilio reach the proxy and its certificate is trusted, in Node, Deno,
 * Python, Go, Ruby, PHP, .NET, Java and curl. What npm sets for its scripts is taken out: the program may run npm itself.
 */
export function commandEnvironment(
  before: Environment,
  { proxyUrl, platformUrl, controlUrl, trust, tenant }: Surroundings,
): Environment {
  const own = Object.entries(before).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name));
  const noProxy = [...new Set([...exceptions(before), ...here])].join(',');
  return {
    ...Object.fromEntries(own),
    ...bothCases({ HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl, NO_PROXY: noProxy }),
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: trust.authority,
    DENO_CERT: trust.authority,
    SSL_CERT_FILE: trust.everything, // OpenSSL's, Go's
    REQUESTS_CA_BUNDLE: trust.everything,
    CURL_CA_BUNDLE: trust.everything,
    PHP_INI_SCAN_DIR: `${before['PHP_INI_SCAN_DIR'] ?? ''}:${trust.phpSettings}`,
    JAVA_TOOL_OPTIONS: [before['JAVA_TOOL_OPTIONS'], ...javaOptions(proxyUrl, trust.javaStore)].join(' ').trim(),
    TALLYLINE_URL: platformUrl,
    TALLYLINE_CONTROL_URL: controlUrl,
    ...(tenant && {
      TWILIO_ACCOUNT_SID: tenant.accountSid,
      TWILIO_AUTH_TOKEN: tenant.authToken,
      TWILIO_PHONE_NUMBER: tenant.phoneNumber,
    }),
  };
}

/** The hosts that the user excepts from proxies, but none that would let a request for Twilio past this one. */
const exceptions = (before: Environment): string[] =>
  (before['NO_PROXY'] ?? before['no_proxy'] ?? '')
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '' && !coversTwilio(host));

/** Whether an entry of NO_PROXY (`twilio.com`, `.twilio.com:443`, `*`) stands for a host of Twilio's. */
function coversTwilio(entry: string): boolean {
  const domain = entry
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^[*.]+/, '');
  return domain === '' || isTwilio(domain) || `.${apiHost}`.endsWith(`.${domain}`);
}

const bothCases = (variables: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );

function javaOptions(proxyUrl: string, store: string): string[] {
  const { hostname, port } = new URL(proxyUrl);
  return [
    ...['http', 'https'].flatMap((scheme) => [`-D${scheme}.proxyHost=${hostname}`, `-D${scheme}.proxyPort=${port}`]),
    `-Dhttp.nonProxyHosts=${here.slice(0, 2).join('|')}`,
    `-Djavax.net.ssl.trustStore=${store}`,
    '-Djavax.net.ssl.trustStoreType=JKS',
  ];
}
