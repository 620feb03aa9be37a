/** Jest's `globalTeardown`: the engine that shared-engine.ts started. */
export { closeSharedEngine as default } from './shared-engine.ts';
