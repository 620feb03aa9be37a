/** Names something at a carrier: the carrier, the upstream account there, and the carrier's own id. */
export type CarrierReference = { readonly carrier: string; readonly account: string; readonly id: string };

/** A link of ours that a carrier is to ask or tell; always POST. */
export type CarrierLink = string;
