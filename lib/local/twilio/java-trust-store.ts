import { createHash } from 'node:crypto';

const password = 'changeit'; // Java's own default
const magic = 0xfeedfeed;
const version = 2;
const trustedCertificate = 2;

/**
 * Certificates as a trust store that every Java reads (type JKS): numbers big-endian, texts behind their length, and at the
 * end the SHA-1 of password, a fixed phrase and all that was written.
 * @param certificates in DER
 */
export function javaTrustStore(certificates: readonly Buffer[]): Buffer {
  const entries = certificates.flatMap((certificate, index) => [
    number(trustedCertificate),
    text(`certificate-${index}`),
    Buffer.alloc(8), // when it was added, epoch milliseconds
    text('X.509'),
    number(certificate.length),
    certificate,
  ]);
  const store = Buffer.concat([number(magic), number(version), number(certificates.length), ...entries]);
  const secret = Buffer.from(password, 'utf16le').swap16();
  const digest = createHash('sha1').update(secret).update('Mighty Aphrodite').update(store).digest();
  return Buffer.concat([store, digest]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value, 'latin1')]);
}
