import { constants, createContext, runInContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Of these the new realm has its own, but Node's modules make and take this process's. */
const shared = ['ArrayBuffer', 'Uint8Array'];

/**
 * Jest's environment for Node, in a context whose global object is an ordinary one. In Jest's own each look at a global
 * (`BigInt`, `Map`, `Math`) is intercepted, which makes code that counts three times as slow: docs/decisions/063.
 */
export default class PlainEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const plain = createContext(constants.DONT_CONTEXTIFY);
    const global = runInContext('globalThis', plain);
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(this.global))) {
      if (name in global && !shared.includes(name)) continue;
      Object.defineProperty(global, name, 'value' in descriptor ? descriptor : lazily(name, descriptor.enumerable));
    }
    global.global = global;
    global.Error.stackTraceLimit = 100;
    this.context = plain;
    this.global = global;
  }
}

/** One of Node's own globals, which are made when first looked at. */
const lazily = (name, enumerable) => {
  const become = (global, value) =>
    Object.defineProperty(global, name, { value, enumerable, configurable: true, writable: true });
  return {
    enumerable,
    configurable: true,
    get() {
      const value = globalThis[name];
      become(this, value);
      return value;
    },
    set(value) {
      become(this, value);
    },
  };
};
