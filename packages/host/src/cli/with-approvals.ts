import { compose, type Composition } from '@lineclear/core';
import type { HostSpec } from '../host-spec.ts';
import type { Parts } from '../parts.ts';
import type { Surroundings } from '../surroundings.ts';
import { withParts } from '../with-parts.ts';

/**
 * Runs work on the plans of the store. Deciding needs no plugin and no configuration: what is decided was fixed when it was previewed,
 * and a person must be able to say no also while the configuration is broken.
 */
export const withApprovals = async <Result>({
  spec,
  surroundings,
  work,
}: {
  spec: HostSpec;
  surroundings: Surroundings;
  work: (call: { approvals: Composition['approvals']; parts: Parts }) => Promise<Result>;
}): Promise<Result> =>
  withParts({
    spec,
    surroundings,
    flags: {},
    logLevel: 'warn',
    work: async (parts) => {
      const composition = await compose({
        plugins: [],
        profiles: { default: 'none', profiles: { none: { connections: {} } } },
        store: await parts.store(),
        approvers: await parts.approvers(),
        logger: parts.log,
        clock: surroundings.clock,
      });
      try {
        return await work({ approvals: composition.approvals, parts });
      } finally {
        await composition.close();
      }
    },
  });
