// A GitHub that runs in the test's own process, with real repositories behind it.
export { startGitHubSandbox } from './sandbox.ts';
export type { GitHubSandbox, GitHubSandboxOptions } from './sandbox.ts';
export type { Access, TokenGrant } from './routes/access.ts';
export type { AppGrant, AppGrants } from './routes/apps.ts';
export type { RateLimit } from './routes/limits.ts';
export type { GitHubWorld } from './world/world.ts';
export type { JobPlan, RunPlan } from './model/automation.ts';
export { githubFaults } from './faults.ts';
export type { GitHubFault, GitHubFaultTarget } from './faults.ts';
export { labRepository, startCodeLab } from './code-lab.ts';
export type { CodeLab } from './code-lab.ts';
