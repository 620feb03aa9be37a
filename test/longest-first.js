import TestSequencer from '@jest/test-sequencer';

// On a fresh clone jest has no times to go by, and takes large files for long ones. These are small: one has 100,000 events, one starts every function.
const longest = ['test/reliability/model-storm.test.ts', 'test/e2e/sdk/sdk.test.ts'];

/** Jest's order, but what is known to take long comes first: at the end it would keep one core waiting for the other. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const isLong = ({ path }) => longest.some((name) => path.endsWith(name));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
