import type { RepositoryRecord, RepositoryRole } from '../model/records.ts';
import { toAccount } from './account.ts';
import type { Links } from './links.ts';
import { nodeId, stamp } from './links.ts';

// What follows the address of the repository, by field.
const addresses = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** A repository with the fields that every answer about one has. */
export const toMinimalRepository = (repository: RepositoryRecord, links: Links): Readonly<Record<string, unknown>> => {
  const self = links.repository(repository);
  const { id, name, owner, settings } = repository;
  return {
    id,
    node_id: nodeId('Repository', id),
    name,
    full_name: `${owner.login}/${name}`,
    private: settings.private,
    owner: toAccount(owner, links),
    html_url: links.page(repository),
    description: settings.description,
    fork: false,
    url: self,
    ...Object.fromEntries(Object.entries(addresses).map(([field, rest]) => [field, self + rest])),
  };
};

/** A repository as lists and pull requests show it. */
export const toRepository = (repository: RepositoryRecord, links: Links): Readonly<Record<string, unknown>> => {
  const { settings, owner, name } = repository;
  const page = links.page(repository);
  const openIssues = [...repository.issues.values()].filter(({ state }) => state === 'open').length;
  return {
    ...toMinimalRepository(repository, links),
    clone_url: `${page}.git`,
    git_url: `git://127.0.0.1/${owner.login}/${name}.git`,
    ssh_url: `git@127.0.0.1:${owner.login}/${name}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: settings.homepage,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: openIssues,
    open_issues_count: openIssues,
    size: 1,
    topics: [...settings.topics],
    visibility: settings.private ? 'private' : 'public',
    has_issues: settings.has_issues,
    has_projects: settings.has_projects,
    has_wiki: settings.has_wiki,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: settings.archived,
    disabled: false,
    is_template: settings.is_template,
    created_at: stamp(repository.createdAtMs),
    updated_at: stamp(repository.updatedAtMs),
    pushed_at: stamp(repository.pushedAtMs),
  };
};

/** One repository by itself; how it merges is shown to those who may write. */
export const toFullRepository = (repository: RepositoryRecord, links: Links, role: RepositoryRole | undefined) => {
  const { settings } = repository;
  const rank = ['read', 'triage', 'write', 'maintain', 'admin'].indexOf(role ?? '');
  const permissions = { admin: rank > 3, maintain: rank > 2, push: rank > 1, triage: rank > 0, pull: rank >= 0 };
  return {
    ...toRepository(repository, links),
    network_count: 0,
    subscribers_count: 0,
    permissions,
    ...(permissions.push && {
      allow_merge_commit: settings.allow_merge_commit,
      allow_squash_merge: settings.allow_squash_merge,
      allow_rebase_merge: settings.allow_rebase_merge,
      allow_auto_merge: settings.allow_auto_merge,
      allow_update_branch: settings.allow_update_branch,
      delete_branch_on_merge: settings.delete_branch_on_merge,
    }),
  };
};
