import type { Example } from '@lineclear/testing';
import type { MonitoringBackend } from './backend.ts';

/** Calls of the tools of one toolset, by name. */
export type Examples = Readonly<Record<string, readonly Example<MonitoringBackend>[]>>;

/** An id that nothing has. */
export const nowhere = 'not-there';
/** Refused by the schema of every tool that has a limit. */
export const noLimit = { input: { limit: 0 }, error: 'invalid_input' } as const;
/** No datasource has this uid. */
export const noDatasource = { datasource_uid: nowhere } as const;
