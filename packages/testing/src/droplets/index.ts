// A DigitalOcean that runs in the test's own process: an account with droplets and what belongs to them.
export { startDropletSandbox } from './sandbox.ts';
export type { DropletSandbox, DropletSandboxOptions } from './sandbox.ts';
export type { Access as DropletAccess } from './routes/serve.ts';
export type { World as DropletWorld } from './world/world.ts';
export { dropletFaults } from './faults.ts';
export type { DropletFault } from './faults.ts';
