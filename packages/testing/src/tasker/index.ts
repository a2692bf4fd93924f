// A Tasker backend that runs in the test's own process.
export { startTaskerSandbox } from './sandbox.ts';
export type { TaskerSandbox, TaskerSandboxOptions } from './sandbox.ts';
export type { TaskerWorld } from './world/world.ts';
export { exercise } from './seed/exercise-ids.ts';
export { volumeTask } from './seed/volume.ts';
