import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isIn, parseAddress, parseNetwork } from './address.ts';

const cases = [
  { family: 'ipv4', width: 32, text: fc.ipV4() },
  { family: 'ipv6', width: 128, text: fc.ipV6() },
] as const;

it.each(cases)('$family networks hold what those of node hold', ({ family, width, text }) => {
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: width }), (base, other, prefix) => {
      const network = parseNetwork(`${base}/${prefix}`);
      const list = new BlockList();
      list.addSubnet(base, prefix, family);
      for (const one of [base, other]) {
        const address = parseAddress(one);
        if (network === undefined || address === undefined) return expect.fail(`${base}/${prefix} ${one}`);
        expect(isIn({ address, network })).toBe(list.check(one, family));
      }
      return true;
    }),
  );
});
