import type { AccountRecord } from '../model/records.ts';
import type { Links } from './links.ts';
import { nodeId, stamp } from './links.ts';

/** A person or an organisation as it appears beside everything. */
export const toAccount = ({ id, login, type }: AccountRecord, { api, web }: Links): Readonly<Record<string, unknown>> => {
  const self = `${api}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `${web}/avatars/${id}`,
    gravatar_id: '',
    url: self,
    html_url: `${web}/${login}`,
    followers_url: `${self}/followers`,
    following_url: `${self}/following{/other_user}`,
    gists_url: `${self}/gists{/gist_id}`,
    starred_url: `${self}/starred{/owner}{/repo}`,
    subscriptions_url: `${self}/subscriptions`,
    organizations_url: `${self}/orgs`,
    repos_url: `${self}/repos`,
    events_url: `${self}/events{/privacy}`,
    received_events_url: `${self}/received_events`,
    type,
    site_admin: false,
  };
};

/** A person with what only a profile has. */
export const toProfile = (account: AccountRecord, links: Links, publicRepositories: number) => ({
  ...toAccount(account, links),
  name: account.login,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: publicRepositories,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: stamp(account.createdAtMs),
  updated_at: stamp(account.createdAtMs),
});
