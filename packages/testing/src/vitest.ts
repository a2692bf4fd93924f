// The parts that register suites; they load vitest.
export { pluginContract } from './contract/plugin-contract.ts';
export { toolSnapshots } from './snapshots/register-snapshots.ts';
export type { SnapshotOptions } from './snapshots/tool-snapshots.ts';
