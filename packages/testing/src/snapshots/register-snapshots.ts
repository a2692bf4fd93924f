import { describe, expect, it } from 'vitest';
import type { SnapshotOptions } from './tool-snapshots.ts';
import { checkSnapshots } from './tool-snapshots.ts';

/** Registers a vitest test that fails when a published tool definition is not the committed one. */
export const toolSnapshots = (options: SnapshotOptions): void => {
  describe(`tools of ${options.plugin.id}`, () => {
    it('are published as committed', async () => {
      const problems = await checkSnapshots(options);
      expect(problems.map(({ tool, message }) => `${tool}: ${message}`).join('\n\n')).toBe('');
    });
  });
};
