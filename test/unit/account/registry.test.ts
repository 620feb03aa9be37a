import { expect, test } from '@jest/globals';
import { microServiceNamed, registry } from '../../../functions/registry.ts';
import { validate } from '../../../lib/http/parameter.ts';

// Guarantee: what the registry holds can be configured by name, and an account that set nothing has the defaults.
test.each(registry.map((microService) => [microService.name, microService] as const))(
  '%s has defaults for every setting and refuses what it does not know',
  (name, microService) => {
    expect(microServiceNamed(name)).toBe(microService);
    expect(microService.settings.parse({})).toMatchObject({ Enabled: true });
    expect(validate(microService.settings, { Enabeld: true })).toMatchObject({
      code: 20001,
      message: 'Invalid parameter: Enabeld: not a known name',
    });
    expect(validate(microService.settings, { Enabled: 'true' })).toMatchObject({
      message: expect.stringMatching(/^Invalid parameter: Enabled: /),
    });
  },
);

// Guarantee: two micro-services never meter or name the same thing.
test.each([
  ['name', registry.map(({ name }) => name)],
  ['meter', registry.flatMap(({ meters }) => meters.map(({ name }) => name))],
  ['subresource', registry.flatMap(({ subresources }) => Object.keys(subresources))],
  ['event', registry.flatMap(({ events }) => events)],
  ['action', registry.flatMap(({ actions }) => actions)],
])('no %s stands in the registry twice', (_, names) => {
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
