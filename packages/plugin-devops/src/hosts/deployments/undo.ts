import { quoted } from '@lineclear/core/plugin';

/** The calls that bring each host back to what it had: one for all hosts that had the same. Null where a host had nothing. */
export const callsBack = ({
  tool,
  service,
  field,
  hosts,
}: {
  tool: string;
  service: string;
  /** The input that says what becomes live. */
  field: 'release' | 'to';
  /** What was live on each. */
  hosts: readonly { readonly host: string; readonly from: string }[];
}): string | null => {
  const known = Map.groupBy(hosts, ({ from }) => from);
  if (known.size === 0 || known.has('')) return null;
  return [...known]
    .map(([from, there]) => {
      const names = JSON.stringify(there.map(({ host }) => host));
      return `${tool} with service ${quoted(service)}, hosts ${names}, ${field} ${quoted(from)}`;
    })
    .join('; and ');
};
