export { packageVersion, runHost } from './run-host.ts';
export type { HostSpec } from './host-spec.ts';
