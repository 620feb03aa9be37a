/** How one of the table engines is started. `command` answers a sentence where this machine cannot run it. */
export type TableEngine = {
  readonly name: 'dynoxide' | 'dynamodb-local';
  command(
    port: number,
    directory: string | undefined,
  ):
    | { readonly program: string; readonly args: readonly string[]; readonly folder?: string }
    | { readonly missing: string };
};
