/** What every page is given: its title, and the resource that the address names. */
export type PageProps = { readonly title: string; readonly sid: string | undefined };
