import type { Profile } from '../profiles/types.ts';
import type { ToolEntry } from './types.ts';

/** What a profile lacks to have a tool: its connection, or a setting of it. Undefined where it has the tool. */
export type Lack =
  | { readonly kind: 'connection'; readonly id: string }
  /** `what` the plugin says that the profile has, as in `no Grafana`. */
  | { readonly kind: 'setting'; readonly what: string | undefined; readonly hint: string };

export const lackOf = ({
  entry: { connection, offered },
  profile: { connections },
}: {
  entry: Pick<ToolEntry, 'connection' | 'offered'>;
  profile: Pick<Profile, 'connections'>;
}): Lack | undefined => {
  if (connection === undefined) return undefined;
  if (!connections.has(connection.id)) return { kind: 'connection', id: connection.id };
  if (offered === undefined) return undefined;
  return offered.if(connections.get(connection.id)) ? undefined : { kind: 'setting', what: offered.lack, hint: offered.hint };
};
