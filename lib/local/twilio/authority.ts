import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';
import { nameConstraints } from './name-constraints.ts';

/** A certificate and its private key, in PEM. */
export type KeyedCertificate = { readonly certificate: string; readonly key: string };

const file = 'authority.json';
const dayMilliseconds = 86_400_000;
/** What Apple's rules allow a certificate to last. */
const authorityDays = 825;
const serverDays = 30;

/**
 * The certificate authority of one directory, made at its first use and kept there for this user only. It can vouch for
 * twilio.com and what is below it, and for nothing else. Made anew when less than a server's certificate is left of it.
 * @param now epoch milliseconds
 */
export function authorityIn(directory: string, now: number): KeyedCertificate {
  const kept = keptAuthority(join(directory, file));
  if (kept !== undefined) {
    if (Date.parse(new X509Certificate(kept.certificate).validTo) > now + serverDays * dayMilliseconds) return kept;
    rmSync(join(directory, file));
  }
  return keepFirst(join(directory, file), newAuthority(now));
}

/** A server's certificate for a host, vouched for by the authority. */
export const serverCertificate = (authority: KeyedCertificate, host: string, now: number): KeyedCertificate => {
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  return signed(
    { name: host, days: serverDays, now, signer: { subject: issuer.subject.attributes, key: authority.key } },
    [
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
      { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
    ],
  );
};

const newAuthority = (now: number): KeyedCertificate =>
  signed({ name: 'Tallyline on this machine', days: authorityDays, now, signer: undefined }, [
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    nameConstraints('twilio.com'),
  ]);

type Wanted = {
  readonly name: string;
  readonly days: number;
  readonly now: number;
  /** Undefined: itself. */
  readonly signer: { readonly subject: forge.pki.CertificateField[]; readonly key: string } | undefined;
};

function signed({ name, days, now, signer }: Wanted, extensions: object[]): KeyedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  const subject = [{ name: 'commonName', value: name }];
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`; // positive
  certificate.validity.notBefore = new Date(now - dayMilliseconds);
  certificate.validity.notAfter = new Date(now + days * dayMilliseconds);
  certificate.setSubject(subject);
  certificate.setIssuer(signer?.subject ?? subject);
  certificate.setExtensions([...extensions, { name: 'subjectKeyIdentifier' }]);
  certificate.sign(nativeKey(certificate, signer?.key ?? privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate).replaceAll('\r', ''), key: privateKey };
}

/** A key that signs by node:crypto: node-forge's own arithmetic takes 3 s in a test's sandbox. */
const nativeKey = (certificate: forge.pki.Certificate, key: string) =>
  ({
    sign: () => {
      const unsigned = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), 'latin1');
      return sign('sha256', unsigned, key).toString('latin1');
    },
  }) as unknown as forge.pki.rsa.PrivateKey;

function keptAuthority(path: string): KeyedCertificate | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KeyedCertificate;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of two programs that make one at the same time the first wins, and both use it. */
function keepFirst(path: string, made: KeyedCertificate): KeyedCertificate {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(own, path);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(path, 'utf8')) as KeyedCertificate;
  } finally {
    rmSync(own);
  }
}
