type Events = Record<string, readonly unknown[]>;

/** Lets parts of the carrier learn what happens in others without knowing them; listeners hear in order of joining. */
export class Listeners<E extends Events> {
  readonly #listeners: { [Name in keyof E]?: ((...about: E[Name]) => void)[] } = {};

  on<Name extends keyof E>(name: Name, listener: (...about: E[Name]) => void): void {
    const joined = this.#listeners[name] ?? [];
    joined.push(listener);
    this.#listeners[name] = joined;
  }

  tell<Name extends keyof E>(name: Name, ...about: E[Name]): void {
    for (const listener of this.#listeners[name] ?? []) listener(...about);
  }
}
