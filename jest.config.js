/** Jest runs as ESM on the project's own Node 24, started by `npm test`; see docs/decisions. */
export default {
  testEnvironment: '<rootDir>/test/environment.js',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }],
  },
  testSequencer: '<rootDir>/test/longest-first.js',
  testMatch: ['**/*.test.ts'],
  testTimeout: 400_000, // for what never ends; the second table engine is slow, and so are machines that are shared
  // Many tests wait for servers of their own: every core has a worker.
  maxWorkers: '100%',
};
