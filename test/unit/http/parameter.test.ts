import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { formParameters } from '../../../lib/http/body.ts';
import {
  e164,
  many,
  optionalFlag,
  optionalInteger,
  optionalMethod,
  optionalUrl,
  required,
  validate,
  validateForm,
} from '../../../lib/http/parameter.ts';

const schema = z.object({
  To: e164(21201, 21211),
  Body: required(21602, 10),
  Url: optionalUrl(21205),
  Method: optionalMethod(),
  Record: optionalFlag(),
  Timeout: optionalInteger(1, 600),
  StatusCallbackEvent: many(),
});

// Guarantee: Twilio's parameters become values, whatever their case and however often they are repeated.
test('what is right is read', () => {
  const query =
    'To=%2B15550100001&Body=hi&Url=https://x.example/&Method=get&Record=TRUE&Timeout=5&StatusCallbackEvent=a&StatusCallbackEvent=b&Other=1';
  expect(validate(schema, formParameters(query))).toEqual({
    To: '+15550100001',
    Body: 'hi',
    Url: 'https://x.example/',
    Method: 'GET',
    Record: true,
    Timeout: 5,
    StatusCallbackEvent: ['a', 'b'],
  });
});

// Guarantee: what is wrong is refused with Twilio's own number, or by the parameter's name.
test.each<[string, string, number, string]>([
  ['no To', 'Body=hi', 21201, 'To'],
  ['an empty To', 'To=&Body=hi', 21201, 'To'],
  ['a malformed To', 'To=555&Body=hi', 21211, '555'],
  ['two Tos', 'To=%2B15550100001&To=%2B15550100002&Body=hi', 20001, 'To: may be given only once'],
  ['no Body', 'To=%2B15550100001', 21602, 'body'],
  ['a long Body', 'To=%2B15550100001&Body=12345678901', 20001, 'Body'],
  ['a relative Url', 'To=%2B15550100001&Body=hi&Url=/voice', 21205, '/voice'],
  ['a javascript Url', 'To=%2B15550100001&Body=hi&Url=javascript:alert(1)', 21205, 'javascript'],
  ['another method', 'To=%2B15550100001&Body=hi&Method=PUT', 20001, 'Method'],
  ['a number beyond its bounds', 'To=%2B15550100001&Body=hi&Timeout=601', 20001, 'Timeout'],
  ['a fraction', 'To=%2B15550100001&Body=hi&Timeout=1.5', 20001, 'Timeout'],
  ['a flag that is none', 'To=%2B15550100001&Body=hi&Record=yes', 20001, 'Record'],
  ['prototype names', '__proto__=x&constructor=y', 21201, 'To'],
])('%s', (_case, query, code, named) => {
  const refusal = validate(schema, formParameters(query));
  expect(refusal).toMatchObject({ kind: 'refusal', code });
  expect('message' in refusal && refusal.message).toContain(named);
});

// Guarantee: whatever a parameter is called, it is a parameter and nothing else.
test('no name of a parameter reaches a prototype', () => {
  const parameters = formParameters('__proto__=x&toString=y');
  expect(Object.keys(parameters)).toEqual(['__proto__', 'toString']);
  expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
});

// Guarantee: an optional parameter that a program sends empty is one that it leaves open; where empty text is a value it stays.
test('what is left open is not given', () => {
  const form = 'To=%2B15550100001&Body=hi&Url=&Method=&Record=&Timeout=&StatusCallbackEvent=';
  const open = z.extend(schema, { Name: z.optional(z.string()), Kind: z.optional(z.enum(['a', 'b'])) });
  expect(validateForm(open, formParameters(`${form}&Name=&Kind=`))).toEqual({
    To: '+15550100001',
    Body: 'hi',
    StatusCallbackEvent: [''],
    Name: '',
  });
  expect(validateForm(open, formParameters('To=&Body=hi'))).toMatchObject({ code: 21201 });
  expect(validateForm(open, formParameters('To=%2B15550100001&Body='))).toMatchObject({ code: 21602 });
});

// Guarantee: an SDK that sends a parameter twice (Java's does, PageSize) is understood; two values are not guessed between.
test('what is said twice', () => {
  const form = 'To=%2B15550100001&Body=hi&StatusCallbackEvent=a&StatusCallbackEvent=a';
  expect(validateForm(schema, formParameters(`${form}&Timeout=5&Timeout=5`))).toMatchObject({
    Timeout: 5,
    StatusCallbackEvent: ['a', 'a'],
  });
  expect(
    validateForm(schema, formParameters(`${form}&constructor=x&constructor=x&__proto__=&__proto__=`)),
  ).toBeDefined();
  expect(validateForm(schema, formParameters(`${form}&Timeout=5&Timeout=6`))).toMatchObject({
    code: 20001,
    message: 'Invalid parameter: Timeout: may be given only once',
  });
});
