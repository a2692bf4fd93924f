import { checkSecrets } from './check-secrets.ts';
import type { ContractBackend, ContractOptions } from './options.ts';
import type { Finding } from './rules.ts';
import { connectionsOf } from './secret-watch.ts';
import { setStage } from './stage.ts';

/** Every connection's probe says that its backend is up, and only asks. */
export const checkProbes = async <Backend extends ContractBackend>(
  options: ContractOptions<Backend>,
): Promise<readonly Finding[]> => {
  const { plugin } = options;
  if (connectionsOf(plugin).length === 0) return [];
  const stage = await setStage(options);
  try {
    const mark = await stage.mark();
    const profile = stage.started.caller.profile;
    const status = await stage.started.composition.connections.status({ profiles: [profile], refresh: true });
    const down = status.filter(({ health }) => health !== 'up');
    return [
      ...down.map(({ connection, last_error }): Finding => ({
        rule: 'probe_failed',
        subject: connection,
        message: `The probe says that the backend is not up: ${last_error?.message ?? 'it gives no reason'}`,
      })),
      ...(await mark.since(plugin.id, 'A probe')),
      ...(await checkSecrets({ stage, plugin, subject: plugin.id })),
    ];
  } finally {
    await stage.close();
  }
};
