import { expect, test } from '@jest/globals';
import { readCarrierCsv } from '../../../lib/reconciliation/carrier-csv.ts';

const head = 'service,id,direction,quantity,cost';

// Guarantee: what is wrong in a carrier's file is named by line and column, and nothing of it is taken.
test.each([
  ['service,id\ncall,CA1', 'line 1: there is no column direction, quantity, cost'],
  [`${head},colour\ncall,CA1,inbound,1,1,red`, 'line 1, colour: no such column'],
  [`${head}\ncall,CA1,inbound,1,1\nfax,CA2,inbound,1,1`, 'line 3, service: "fax" is neither call nor message'],
  [`${head}\ncall,,inbound,1,1`, 'line 2, id: must have 1 to 128 characters'],
  [`${head}\ncall,CA1,sideways,1,1`, 'line 2, direction: "sideways" is neither inbound nor outbound'],
  [`${head}\ncall,CA1,inbound,1.5,1`, 'line 2, quantity: "1.5" is not a whole number'],
  [`${head}\ncall,CA1,inbound,1,1e3`, 'line 2, cost: "1e3" is not a decimal number'],
  [`${head}\ncall,CA1,inbound`, 'line 2'],
  [`${head}\n${'call,CA1,inbound,1,1\n'.repeat(4)}`, 'line 5: a file has at most 3 records'],
])('%j', (text, fault) => {
  expect(readCarrierCsv(text, 3)).toEqual({ faults: [expect.stringContaining(fault)] });
});

// Guarantee: a carrier's own words are understood: Twilio's directions and its negative prices.
test('as Twilio has it', () => {
  const text = `${head}\ncall,CA1,outbound-api,61,-0.0130\nmessage,SM1,inbound,2,0\n`;
  expect(readCarrierCsv(text, 10)).toEqual({
    records: [
      { line: 2, service: 'call', id: 'CA1', direction: 'outbound', quantity: 61n, cost: 13_000_000n },
      { line: 3, service: 'message', id: 'SM1', direction: 'inbound', quantity: 2n, cost: 0n },
    ],
  });
});
