import type { Datasource } from './datasource.ts';

/** Plugins that speak the API of another one: the same server behind the login of a cloud. */
const compatible: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['grafana-amazonprometheus-datasource', 'grafana-azureprometheus-datasource'],
};

/** Whether a datasource answers what this type answers. */
export const isOfType = ({ candidate, type }: { candidate: Datasource; type: string }): boolean =>
  candidate.type === type || (Object.hasOwn(compatible, type) && compatible[type]?.includes(candidate.type) === true);
