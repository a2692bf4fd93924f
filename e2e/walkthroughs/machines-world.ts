import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shopContext, startCluster } from '@lineclear/testing/kubernetes';
import { type Home, makeHome } from '../processes/app/home.ts';
import { startAccount } from './machines/account.ts';
import { startShopDatabase } from './machines/database.ts';
import { startShopHosts } from './machines/hosts.ts';
import type { Names } from './names.ts';

const page = new URL('../../docs/devops-machines.md', import.meta.url);

type World = AsyncDisposable & { readonly home: Home; readonly names: Names };

/** The shop of the pages in a profile of tier production: its hosts, and the account at DigitalOcean. */
export const makeHostsWorld = async (): Promise<World> => {
  const home = await makeHome();
  const [hosts, account] = await Promise.all([startShopHosts(), startAccount()]);
  return inProduction({
    home,
    connections: { ...hosts.connections, ...account.connections },
    names: hosts.names,
    parts: [hosts, account],
  });
};

/** The shop of the pages in a profile of tier production: its cluster, its databases, and the account at DigitalOcean. */
export const makeRecoveryWorld = async (): Promise<World> => {
  const home = await makeHome();
  const [cluster, database, account] = await Promise.all([
    startCluster({ kubeconfig: join(home.folder, 'kubeconfig') }),
    startShopDatabase(),
    startAccount(),
  ]);
  const kubernetes = { kubeconfig: cluster.kubeconfig, contexts: [shopContext] };
  const connections = { ...database.connections, ...account.connections, kubernetes };
  return inProduction({ home, connections, names: database.names, parts: [cluster, database, account] });
};

const inProduction = async ({
  home,
  connections,
  names,
  parts,
}: {
  home: Home;
  connections: object;
  names: Names;
  parts: readonly { close: () => Promise<void> }[];
}): Promise<World> => {
  const profiles = { production: { tier: 'production', ...connections } };
  // JSON is YAML, so the rules of the page stand beside it as they are. The user's own folder of settings needs no --config.
  const configuration = `default: production\nprofiles: ${JSON.stringify(profiles)}\n${await policyOfPage()}`;
  await home.write('../config/lineclear/lineclear.yaml', configuration);
  return {
    home,
    names,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(parts.map((part) => part.close()));
      await home[Symbol.asyncDispose]();
    },
  };
};

/** Nothing else opens production: what the calls of the pages may do is decided by the rules that are shown. */
const policyOfPage = async (): Promise<string> => {
  const [, policy] = /^```yaml\n(policy:\n.+?)^```$/ms.exec(await readFile(page, 'utf8')) ?? [];
  if (policy === undefined) throw new Error('The page shows no policy.');
  return policy;
};
