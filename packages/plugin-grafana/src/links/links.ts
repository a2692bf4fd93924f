import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Datasource } from '../datasources/datasource.ts';
import type { LinkRange } from './link-range.ts';

/** What dashboards and panels are opened with. */
export interface DashboardLink {
  /** From `linkAddress`. */
  readonly address: string;
  readonly orgId: number | undefined;
  readonly uid: string;
  readonly panelId: number | undefined;
  readonly range: LinkRange | undefined;
  /** `name=value`; a variable with several values stands there several times. */
  readonly variables: readonly string[];
  /** Further parameters, such as `refresh=30s`. */
  readonly params: readonly string[];
}

export const dashboardLink = ({ address, orgId, uid, panelId, range, variables, params }: DashboardLink): string => {
  const query = new URLSearchParams();
  if (orgId !== undefined) query.set('orgId', String(orgId));
  if (range !== undefined) {
    query.set('from', range.from);
    query.set('to', range.to);
  }
  for (const { name, value } of variables.map(pairOf)) query.append(`var-${name.replace(/^var-/, '')}`, value);
  for (const { name, value } of params.map(pairOf)) query.set(checked(name), value);
  if (panelId !== undefined) query.set('viewPanel', String(panelId));
  return `${address}/d/${checkedUid(uid)}${query.size === 0 ? '' : `?${query.toString()}`}`;
};

/** Explore with one pane. */
export const exploreLink = ({
  address,
  orgId,
  datasource: { uid, type },
  queries,
  range = { from: 'now-1h', to: 'now' },
}: {
  address: string;
  orgId: number | undefined;
  datasource: Pick<Datasource, 'uid' | 'type'>;
  queries: readonly string[];
  range: LinkRange | undefined;
}): string => {
  const pane = {
    datasource: uid,
    queries: queries.map((expr, index) => ({ refId: String.fromCharCode(65 + index), datasource: { type, uid }, expr })),
    range,
  };
  const query = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ a: pane }) });
  if (orgId !== undefined) query.set('orgId', String(orgId));
  return `${address}/explore?${query.toString()}`;
};

const pairOf = (text: string): { readonly name: string; readonly value: string } => {
  const equals = text.indexOf('=');
  if (equals > 0) return { name: text.slice(0, equals).trim(), value: text.slice(equals + 1) };
  throw new LineclearError('invalid_input', `${quoted(text)} is no name=value.`, {
    hint: 'Write variables like job=tunnel, and params like refresh=30s.',
    details: { reason: 'pair' },
  });
};

// Encoding is not enough: browsers take `%2E%2E` for a step upwards.
const checkedUid = (uid: string): string => {
  if (/^[\w.-]{1,80}$/.test(uid) && !/^\.+$/.test(uid)) return uid;
  throw new LineclearError('invalid_input', `${quoted(uid)} is no uid of a dashboard.`, {
    hint: 'Find it with search_dashboards: letters, digits, - and _.',
    details: { reason: 'uid' },
  });
};

/** These have fields of their own, which a parameter must not undo. */
const taken: ReadonlySet<string> = new Set(['from', 'to', 'orgId', 'viewPanel', 'panes', 'left']);

const checked = (name: string): string => {
  if (/^[A-Za-z][\w.-]{0,79}$/.test(name) && !name.startsWith('var-') && !taken.has(name)) return name;
  throw new LineclearError('invalid_input', `${quoted(name)} is no further parameter of a link.`, {
    hint: 'Use start, end, panel_id and variables for these; params is for others, such as refresh or kiosk.',
    details: { reason: 'parameter' },
  });
};
