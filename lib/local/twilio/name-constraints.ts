import forge from 'node-forge';

const { asn1 } = forge;
const { Class, Type } = asn1;

/** A tag that only its context explains: `[0]`, `[1]`, … */
const tagged = (tag: number, constructed: boolean, value: string | forge.asn1.Asn1[]) =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag as forge.asn1.Type, constructed, value);
const subtree = (name: forge.asn1.Asn1) => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [name]);

/**
 * The certificate extension that lets an authority vouch for a domain and what is below it, and for no address (RFC 5280,
 * section 4.2.1.10), as node-forge takes an extension that it does not know.
 */
export function nameConstraints(domain: string) {
  const everyAddress = [8, 32].map((bytes) => subtree(tagged(7, false, '\0'.repeat(bytes)))); // IPv4 and IPv6 with their masks
  const constraints = asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [
    tagged(0, true, [subtree(tagged(2, false, domain))]),
    tagged(1, true, everyAddress),
  ]);
  return { id: '2.5.29.30', critical: true, value: asn1.toDer(constraints).getBytes() };
}
