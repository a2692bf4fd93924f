export type { Direction } from './gate.ts';
export { Gate } from './gate.ts';
export type { Login } from './host.ts';
export { TestHost } from './host.ts';
export type { SshKey } from './keys.ts';
export { makeSshKey } from './keys.ts';
export { skipWithoutRoot } from './root.ts';
export type { HostSpec, TestHosts } from './start-hosts.ts';
export { startHosts } from './start-hosts.ts';
