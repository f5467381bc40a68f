// What '@jest/globals' is in simulations that run outside of jest: the same runner and the same matchers.
export { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'jest-circus';
export { expect } from 'expect';
