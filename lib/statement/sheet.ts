/** A statement as a person reads it: what the HTML page and the PDF both show, in this order. Text only, no markup. */
export interface Sheet {
  readonly title: string;
  /** The statement's number; of a preview: none yet. */
  readonly number: string;
  readonly from: Address;
  readonly to: Address;
  /** Number, dates, period, zone, currency. */
  readonly facts: readonly Fact[];
  /** What stands above everything else: it is only a preview; or uses that have no price yet. */
  readonly notices: readonly string[];
  readonly due: { readonly label: string; readonly amount: string };
  readonly tables: readonly Table[];
  /** Small print at the end. */
  readonly notes: readonly string[];
}

export interface Address {
  readonly label: string;
  readonly name: string;
  readonly lines: readonly string[];
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

export interface Column {
  readonly head: string;
  /** Figures stand at the right. */
  readonly figures: boolean;
  /** The column's part of the width; all parts of a table add up to 100. */
  readonly width: number;
}

/** `head` introduces rows, `subtotal` and `total` sum up those above. */
export interface Row {
  readonly kind: 'line' | 'head' | 'subtotal' | 'total';
  /** One a column; a `head` has one for the whole width. */
  readonly cells: readonly string[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export const line = (...cells: readonly string[]): Row => ({ kind: 'line', cells });
export const head = (text: string): Row => ({ kind: 'head', cells: [text] });
export const subtotal = (...cells: readonly string[]): Row => ({ kind: 'subtotal', cells });
export const total = (...cells: readonly string[]): Row => ({ kind: 'total', cells });

export const text = (name: string, width: number): Column => ({ head: name, figures: false, width });
export const figures = (name: string, width: number): Column => ({ head: name, figures: true, width });

/** Over how many columns a row's first cell reaches: itself, and the empty ones that follow. */
export function firstSpan(cells: readonly string[]): number {
  const next = cells.findIndex((cell, index) => index > 0 && cell !== '');
  return next < 0 ? cells.length : next;
}
