import { afterAll, describe, expect, it } from 'vitest';
import { contractChecks } from './contract-checks.ts';
import type { ContractBackend, ContractOptions } from './options.ts';
import { describeFindings } from './rules.ts';

/** Registers the contract of a plugin as a vitest suite, one test per part and tool. */
export const pluginContract = <Backend extends ContractBackend>(options: ContractOptions<Backend>): void => {
  describe(`contract of ${options.plugin.id}`, () => {
    const { checks, coverage } = contractChecks(options);
    it.for(checks)('$title', { timeout: 120_000 }, async ({ run }) => {
      expect(describeFindings(await run())).toBe('');
    });
    afterAll(() => {
      const { registered, exercised } = coverage();
      const left = registered.filter((name) => !exercised.includes(name));
      const rest = left.length === 0 ? 'none left out' : `LEFT OUT: ${left.join(', ')}`;
      process.stderr.write(
        `contract of ${options.plugin.id}: ${registered.length} tools registered, ${exercised.length} exercised, ${rest}\n`,
      );
    });
  });
};
