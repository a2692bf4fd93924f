const knownTiers = ['tier1', 'tier2', 'tier3'];

/** The tiers of tools that the existing client offers for its `tools` setting: all without one, and the first in any case. */
export const tiersOf = (tools: readonly string[] | undefined): readonly string[] => {
  if (tools === undefined) return knownTiers;
  const named = new Set(tools.map((tool) => tool.toLowerCase().replace(/^t(?=\d)/, 'tier')));
  return knownTiers.filter((tier) => tier === 'tier1' || named.has(tier));
};

/** How to offer the same tools here, where the choice belongs to the server and not to a profile. */
export const tiersRemark = (tiers: readonly string[]): string =>
  `it offers ${tiers.join(', ')} there; here the server is started with --toolsets ${tiers.map((tier) => `tasker/${tier}`).join(',')}` +
  (tiers.includes('tier3') ? '' : ', and its writes are off');
