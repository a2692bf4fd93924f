import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@lineclear/core/plugin';
import { atExit } from '../../services/at-exit.ts';
import { GitStore } from '../git/git-store.ts';
import type { RunPlan } from '../model/automation.ts';
import type { AccountRecord, RepositoryRecord, RepositorySettings } from '../model/records.ts';
import type { RepositoryExtras } from '../model/settings.ts';
import { sealingKeyOf } from '../sealed/sealed-box.ts';
import { notFound } from '../routes/refusal.ts';

/** Everything that one sandbox knows. */
export class Store {
  readonly clock: Clock;
  readonly folder: string;
  readonly accounts = new Map<string, AccountRecord>();
  readonly repositories = new Map<string, RepositoryRecord>();
  readonly #members = new Map<string, Set<string>>();
  readonly #ownerLogin: string;
  readonly #clean: () => void;
  readonly #forget: () => void;
  #lastId = 1000;

  constructor({ clock, folder, owner }: { clock: Clock; folder: string; owner: string }) {
    this.clock = clock;
    this.folder = folder;
    this.#ownerLogin = owner;
    this.#clean = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    this.#forget = atExit(this.#clean);
  }

  static async open({ clock, owner }: { clock: Clock; owner: string }): Promise<Store> {
    return new Store({ clock, owner, folder: await newFolder() });
  }

  /** Removes the repositories; a process that ends without it does so too. */
  close(): void {
    this.#forget();
    this.#clean();
  }

  get nowMs(): number {
    return this.clock.now();
  }

  /** Who everybody is where nobody has a token. */
  get owner(): AccountRecord {
    return this.account(this.#ownerLogin);
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** An account by its name; a person of that name where there is none yet. */
  account(login: string, type: AccountRecord['type'] = 'User'): AccountRecord {
    const known = this.accounts.get(login.toLowerCase());
    if (known !== undefined) return known;
    const account = { id: this.nextId(), login, type, createdAtMs: this.nowMs };
    this.accounts.set(login.toLowerCase(), account);
    return account;
  }

  /** The people of an organisation; nobody for a person. */
  members(login: string): Set<string> {
    const members = this.#members.get(login.toLowerCase()) ?? new Set();
    this.#members.set(login.toLowerCase(), members);
    return members;
  }

  /** The repository of a path; 404 where there is none. */
  repositoryOf({ owner = '', repo = '' }: Readonly<Record<string, string>>): RepositoryRecord {
    const found = this.repositories.get(`${owner}/${repo}`.toLowerCase());
    if (found === undefined) throw notFound();
    return found;
  }

  async createRepository({
    owner,
    name,
    defaultBranch = 'main',
    settings = {},
  }: {
    owner: AccountRecord;
    name: string;
    defaultBranch?: string;
    settings?: Partial<RepositorySettings>;
  }): Promise<RepositoryRecord> {
    const id = this.nextId();
    const git = new GitStore(join(this.folder, `${id}.git`));
    await git.init(defaultBranch);
    const repository: RepositoryRecord = {
      id,
      owner,
      git,
      name,
      defaultBranch,
      createdAtMs: this.nowMs,
      updatedAtMs: this.nowMs,
      pushedAtMs: this.nowMs,
      settings: { ...usualSettings, ...settings },
      collaborators: new Map(),
      issues: new Map(),
      lastNumber: 0,
      labels: new Map(),
      statuses: [],
      checkRuns: new Map(),
      protections: new Map(),
      rulesets: new Map(),
      workflows: new Map(),
      runs: new Map(),
      runPlan: usualPlan,
      extras: noExtras(),
      alerts: { 'code-scanning': [], dependabot: [], 'secret-scanning': [] },
    };
    this.repositories.set(`${owner.login}/${name}`.toLowerCase(), repository);
    return repository;
  }
}

// Many small files that live for seconds: on a disk, removing them takes longer than most tests.
const newFolder = async (): Promise<string> => {
  const name = 'lineclear-github-';
  return mkdtemp(join('/dev/shm', name)).catch(() => mkdtemp(join(tmpdir(), name)));
};

const noExtras = (): RepositoryExtras => ({
  environments: new Map(),
  variables: new Map(),
  secrets: new Map(),
  // The same in every run, so that a sealed text can stand in a test.
  sealingKey: sealingKeyOf(new Uint8Array(32).fill(7)),
  keys: new Map(),
  hooks: new Map(),
  deployments: new Map(),
  releases: new Map(),
});

const usualPlan: RunPlan = {
  queuedMs: 50,
  runningMs: 100,
  jobs: [{ name: 'test', conclusion: 'success', steps: ['Set up job', 'Run npm test'], log: 'ok 1 - adds\n' }],
};

const usualSettings: RepositorySettings = {
  description: null,
  homepage: null,
  private: false,
  topics: [],
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  allow_merge_commit: true,
  allow_squash_merge: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  allow_update_branch: false,
  delete_branch_on_merge: false,
  archived: false,
  is_template: false,
};
