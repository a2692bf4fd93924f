import type { IssueRecord, RepositoryRecord } from '../model/records.ts';
import { toCommit } from '../wire/commit.ts';
import { toIssue } from '../wire/issue.ts';
import { toMinimalRepository, toRepository } from '../wire/repository.ts';
import { roleOf } from './access.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { endpoint } from './endpoint.ts';
import { countedPage } from './page.ts';
import { invalid } from './refusal.ts';

/** Search over what the caller may see. Every word must occur; of the qualifiers those that are named here count. */
export const searchEndpoints = (): readonly Endpoint[] => [
  endpoint('GET /search/repositories', undefined, (call) => {
    const query = queryOf(call);
    const found = visible(call, query).filter(({ name, settings }) => hasAll(query, `${name} ${settings.description ?? ''}`));
    return answer(call, found, (repository) => ({ ...toRepository(repository, call.links), score: 1 }));
  }),
  endpoint('GET /search/issues', undefined, (call) => {
    const query = queryOf(call);
    const found = visible(call, query).flatMap((repository) =>
      [...repository.issues.values()]
        .filter((issue) => hasAll(query, `${issue.title} ${issue.body ?? ''}`) && qualifies(query, issue))
        .map((issue) => ({ repository, issue })),
    );
    const shown = ({ repository, issue }: (typeof found)[number]) => ({
      ...toIssue(issue, { ...call, repository }),
      body: issue.body ?? '',
      score: 1,
    });
    return answer(call, found, shown, { search_type: 'lexical' });
  }),
  endpoint('GET /search/code', undefined, async (call) => {
    const query = queryOf(call);
    const found = await Promise.all(visible(call, query).map((repository) => filesWith(repository, query)));
    return answer(call, found.flat(), ({ repository, path, sha }) => {
      const self = call.links.repository(repository);
      return {
        name: path.split('/').at(-1) ?? '',
        path,
        sha,
        url: `${self}/contents/${encodeURI(path)}`,
        git_url: `${self}/git/blobs/${sha}`,
        html_url: `${call.links.page(repository)}/blob/${repository.defaultBranch}/${encodeURI(path)}`,
        repository: toMinimalRepository(repository, call.links),
        score: 1,
      };
    });
  }),
  endpoint('GET /search/commits', undefined, async (call) => {
    const query = queryOf(call);
    const found = await Promise.all(
      visible(call, query).map(async (repository) => {
        const head = await repository.git.resolve(`refs/heads/${repository.defaultBranch}`);
        const commits = head === undefined ? [] : await repository.git.log({ range: head });
        return commits.filter(({ message }) => hasAll(query, message)).map((commit) => ({ repository, commit }));
      }),
    );
    const { links } = call;
    return answer(call, found.flat(), ({ repository, commit }) => ({
      ...toCommit(commit, { repository, links }),
      repository: toMinimalRepository(repository, links),
      score: 1,
    }));
  }),
];

interface Query {
  readonly words: readonly string[];
  readonly qualifiers: Readonly<Record<string, string>>;
}

const known = ['repo', 'user', 'org', 'is', 'type', 'state', 'author', 'label', 'path'];

const queryOf = ({ query }: EndpointCall): Query => {
  const parts = (query.get('q') ?? '').match(/\w+:"[^"]*"|"[^"]*"|\S+/g) ?? [];
  if (parts.length === 0) throw invalid({ resource: 'Search', field: 'q', code: 'missing' });
  const named = parts.map((part) => /^(\w+):(.+)$/.exec(part)).filter((match) => known.includes(match?.[1] ?? ''));
  const used = new Set(named.map((match) => match?.[0]));
  return {
    words: parts.filter((part) => !used.has(part)).map((part) => part.replaceAll('"', '').toLowerCase()),
    qualifiers: Object.fromEntries(named.map((match) => [match?.[1] ?? '', match?.[2]?.replaceAll('"', '') ?? ''])),
  };
};

const visible = ({ store, login }: EndpointCall, { qualifiers }: Query): readonly RepositoryRecord[] =>
  [...store.repositories.values()].filter((repository) => {
    const owner = qualifiers['user'] ?? qualifiers['org'] ?? repository.owner.login;
    const fullName = `${repository.owner.login}/${repository.name}`;
    const isMeant = owner === repository.owner.login && (qualifiers['repo'] ?? fullName) === fullName;
    return isMeant && roleOf({ store, repository, login }) !== undefined;
  });

const hasAll = ({ words }: Query, text: string): boolean => words.every((word) => text.toLowerCase().includes(word));

const qualifies = ({ qualifiers }: Query, issue: IssueRecord): boolean => {
  const kind = issue.pull === undefined ? 'issue' : 'pr';
  const wanted = [qualifiers['is'], qualifiers['type'], qualifiers['state']].filter((value) => value !== undefined);
  return (
    wanted.every((value) => value === kind || value === issue.state) &&
    (qualifiers['author'] ?? issue.author) === issue.author &&
    (qualifiers['label'] === undefined || issue.labels.includes(qualifiers['label']))
  );
};

const filesWith = async (repository: RepositoryRecord, query: Query) => {
  const { git, defaultBranch } = repository;
  const head = await git.resolve(`refs/heads/${defaultBranch}`);
  const entries = head === undefined ? [] : await git.tree(head, { isRecursive: true });
  const files = entries.filter(({ type, path }) => type === 'blob' && path.includes(query.qualifiers['path'] ?? ''));
  const read = await Promise.all(
    files.map(async (file) => ({ ...file, repository, text: (await git.blob(file.sha)).toString() })),
  );
  return read.filter(({ text, path }) => hasAll(query, `${path} ${text}`));
};

const answer = <Item>(
  call: EndpointCall,
  found: readonly Item[],
  toWire: (item: Item) => unknown,
  more: Readonly<Record<string, unknown>> = {},
) => countedPage(call, 'items', found, toWire, { incomplete_results: false, ...more });
