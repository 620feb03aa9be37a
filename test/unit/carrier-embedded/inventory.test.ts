import { expect, test } from '@jest/globals';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { inventory, matchesPattern } from '../../../lib/carrier/embedded/number/inventory.ts';

// Guarantee: there are over a thousand different numbers, in several area codes and countries.
test('the inventory is large and without repeats', () => {
  const numbers = inventory.map(({ phoneNumber }) => phoneNumber);
  expect(numbers.length).toBeGreaterThan(1_000);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(new Set(inventory.map(({ country, type }) => `${country} ${type}`))).toEqual(
    new Set(['US Local', 'US TollFree', 'GB Local', 'GB Mobile', 'DE Local', 'DE Mobile']),
  );
});

// Guarantee: no program that checks numbers refuses one of ours.
test('every number is valid', () => {
  expect(inventory.filter(({ phoneNumber }) => !isValidPhoneNumber(phoneNumber))).toEqual([]);
});

// Guarantee: Contains finds digits, letters of the keypad and any-digit stars, any-digits percents, and a number's end.
test.each([
  ['+12125550100', '5550100', true],
  ['+12125550100', '212*550', true],
  ['+12125550100', '+1212', true],
  ['+12125550100', '+212', false],
  ['+18005550100', 'JKL', true],
  ['+18005550100', '999', false],
  ['+12125550100', '212%0100', true],
  ['+12125550100', '0100$', true],
  ['+12125550100', '212$', false],
])('%s contains %s: %s', (number, pattern, found) => {
  expect(matchesPattern(number, pattern)).toBe(found);
});
