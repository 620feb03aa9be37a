let built: Promise<string> | undefined;

/** The document's JSON. In a bundle it is a text already: inline-document.ts builds it while bundling. */
export function openApiDocument(): Promise<string> {
  built ??= import('./build-document.ts').then(({ buildDocument }) => buildDocument());
  return built;
}
