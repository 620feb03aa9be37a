/** What the demo reads of a statement's JSON. */
export type Statement = {
  readonly Number: string;
  readonly Period: { readonly Name: string; readonly Zone: string };
  readonly Groups: readonly {
    readonly Meter: string;
    readonly Unit: string;
    readonly Prefix: string;
    readonly UnitPrice: string;
    readonly Per: number;
    readonly Lines: number;
    readonly Quantity: string;
    readonly BilledUnits: string;
    readonly Amount: string;
  }[];
  readonly Adjustments: readonly {
    readonly Kind: string;
    readonly Meter: string | null;
    readonly Plan: string;
    readonly Units: string;
    readonly Amount: string;
  }[];
  readonly UnratedLines: number;
  readonly Total: string;
  readonly Payable: string;
};
