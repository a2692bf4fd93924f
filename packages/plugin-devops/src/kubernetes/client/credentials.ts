import { type Clock, LineclearError, Secret } from '@lineclear/core/plugin';
import { ExecPlugin } from './exec-plugin.ts';
import { type ContextEntry, type Kubeconfig, readText } from './kubeconfig.ts';
import type { UserEntry } from './kubeconfig-file.ts';
import { openIdToken } from './openid-token.ts';

/** What is shown to the API server: any of them, or nothing. */
export interface Presented {
  readonly bearer?: Secret;
  readonly basic?: { readonly username: string; readonly password: Secret };
  /** PEM. */
  readonly certificate?: string;
  readonly key?: Secret;
}

export interface Credentials {
  /** What to show now: tokens expire, and are read or made again when they do. */
  present(asking: { signal: AbortSignal }): Promise<Presented>;
  /** Called when the server did not accept what was shown. True where something else can be had. */
  forget(): boolean;
}

/** The credentials of a user of the kubeconfig; `unsupported` for what only other clients can do. */
export const openCredentials = async ({
  entry: { user, cluster },
  kubeconfig,
  clock,
}: {
  entry: ContextEntry;
  kubeconfig: Kubeconfig;
  clock: Clock;
}): Promise<Credentials> => {
  checkSupported(user);
  const { exec, tokenFile, 'auth-provider': provider } = user;
  const standing = await standingOf({ user, kubeconfig });
  if (tokenFile != null && tokenFile !== '') return fromFile({ path: kubeconfig.resolve(tokenFile), standing, clock });
  if (standing.bearer !== undefined || standing.basic !== undefined) return unchanging(standing);
  if (exec != null) {
    const plugin = new ExecPlugin({ exec, cluster, kubeconfig, clock });
    return {
      present: async (asking) => ({ ...standing, ...(await plugin.credential(asking)) }),
      forget: () => plugin.forget(),
    };
  }
  if (provider != null) {
    const token = openIdToken(user);
    return { present: async () => ({ ...standing, bearer: await token() }), forget: () => false };
  }
  return unchanging(standing);
};

const unchanging = (presented: Presented): Credentials => ({ present: async () => presented, forget: () => false });

const standingOf = async ({ user, kubeconfig }: { user: UserEntry; kubeconfig: Kubeconfig }): Promise<Presented> => {
  const certificate = await kubeconfig.content({ file: user['client-certificate'], data: user['client-certificate-data'] });
  const key = await kubeconfig.content({ file: user['client-key'], data: user['client-key-data'] });
  const { token, username, password } = user;
  return {
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key: new Secret(key) }),
    ...(token == null || token === '' ? {} : { bearer: new Secret(token) }),
    ...(username == null || username === '' ? {} : { basic: { username, password: new Secret(password ?? '') } }),
  };
};

/** The same time that Kubernetes' own client keeps the token of a file for. */
const fileTokenMs = 60_000;

const fromFile = ({ path, standing, clock }: { path: string; standing: Presented; clock: Clock }): Credentials => {
  let known: { bearer: Secret; untilMs: number } | undefined;
  return {
    present: async () => {
      if (known === undefined || known.untilMs <= clock.now()) {
        known = { bearer: new Secret((await readText(path)).trim()), untilMs: clock.now() + fileTokenMs };
      }
      return { ...standing, bearer: known.bearer };
    },
    forget: () => {
      known = undefined;
      return true;
    },
  };
};

const checkSupported = (user: UserEntry): void => {
  // To be somebody else is to have what they may do: nobody gets that by a line of a file that goes unnoticed.
  const isSomebodyElse =
    [user.as, user['as-uid']].some((value) => value != null && value !== '') || (user['as-groups'] ?? []).length > 0;
  if (isSomebodyElse) throw unsupported('impersonates somebody', 'impersonation');
  const provider = user['auth-provider']?.name;
  if (provider !== undefined && provider !== 'oidc')
    throw unsupported(`uses the provider ${JSON.stringify(provider)}`, 'auth_provider');
};

const unsupported = (what: string, reason: string): LineclearError =>
  new LineclearError('unsupported', `The user of this context in the kubeconfig ${what}, which is not supported.`, {
    hint: 'Ask the operator for a user with a certificate, a token, a token file or a credential plugin (exec).',
    details: { reason },
  });
