import type { Coverage } from './contract-checks.ts';
import { contractChecks } from './contract-checks.ts';
import type { ContractBackend, ContractOptions } from './options.ts';
import type { Finding } from './rules.ts';

/** Runs the whole contract and yields every place where the plugin breaks it; none is the goal. */
export const checkPlugin = async <Backend extends ContractBackend>(
  options: ContractOptions<Backend>,
): Promise<Coverage & { readonly findings: readonly Finding[] }> => {
  const { checks, coverage } = contractChecks(options);
  const findings: Finding[] = [];
  for (const check of checks) findings.push(...(await check.run()));
  return { findings: unique(findings), ...coverage() };
};

// A defect of a connection shows under every tool that uses it.
const unique = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [`${finding.rule} ${finding.subject} ${finding.message}`, finding])).values(),
];
