import { X509Certificate } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { javaTrustStore } from './java-trust-store.ts';

/** Where the runtimes find what they are to trust. */
export type TrustFiles = {
  /** Our authority alone, in PEM. */
  readonly authority: string;
  /** Our authority and whatever this machine trusts, in PEM: for runtimes that take a file instead of their own. */
  readonly everything: string;
  /** The same for Java. */
  readonly javaStore: string;
  /** A folder of settings for PHP that name the file. */
  readonly phpSettings: string;
};

/** Writes them into a folder of the directory, each whole or not at all: another command may be reading them. */
export function writeTrustFiles(directory: string, authority: string): TrustFiles {
  const folder = join(directory, 'trust');
  const phpSettings = join(folder, 'php');
  mkdirSync(phpSettings, { recursive: true });
  const certificates = [...new Set([authority, ...getCACertificates('bundled'), ...getCACertificates('system')])];
  const everything = join(folder, 'everything.pem');
  const write = (path: string, content: string | Buffer): string => {
    writeFileSync(`${path}.${process.pid}`, content);
    renameSync(`${path}.${process.pid}`, path);
    return path;
  };
  write(join(phpSettings, 'trust.ini'), `curl.cainfo="${everything}"\nopenssl.cafile="${everything}"\n`);
  return {
    authority: write(join(folder, 'authority.pem'), authority),
    everything: write(everything, `${certificates.join('\n')}\n`),
    javaStore: write(join(folder, 'everything.jks'), javaTrustStore(certificates.map(der))),
    phpSettings,
  };
}

const der = (pem: string): Buffer => new X509Certificate(pem).raw;
