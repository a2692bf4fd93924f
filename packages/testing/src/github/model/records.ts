import type { JsonObject } from '@lineclear/core/plugin';
import type { GitStore } from '../git/git-store.ts';
import type { AlertKind, AlertRecord } from './alerts.ts';
import type { RepositoryExtras } from './settings.ts';
import type { RunPlan, RunRecord, WorkflowRecord } from './automation.ts';

/** What a person may do with a repository, from less to more. */
export type RepositoryRole = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface AccountRecord {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
  readonly createdAtMs: number;
}

export interface RepositoryRecord {
  readonly id: number;
  readonly owner: AccountRecord;
  readonly git: GitStore;
  readonly createdAtMs: number;
  name: string;
  updatedAtMs: number;
  pushedAtMs: number;
  /** Fields that a person sets: description, visibility, merge methods and the like. */
  settings: RepositorySettings;
  defaultBranch: string;
  readonly collaborators: Map<string, RepositoryRole>;
  readonly issues: Map<number, IssueRecord>;
  lastNumber: number;
  readonly labels: Map<string, LabelRecord>;
  readonly statuses: StatusRecord[];
  readonly checkRuns: Map<number, CheckRunRecord>;
  readonly protections: Map<string, JsonObject>;
  readonly rulesets: Map<number, RulesetRecord>;
  readonly workflows: Map<string, WorkflowRecord>;
  readonly runs: Map<number, RunRecord>;
  /** How runs go that begin from now on. */
  runPlan: RunPlan;
  readonly extras: RepositoryExtras;
  readonly alerts: Readonly<Record<AlertKind, AlertRecord[]>>;
}

export interface RepositorySettings {
  readonly description: string | null;
  readonly homepage: string | null;
  readonly private: boolean;
  readonly topics: readonly string[];
  readonly has_issues: boolean;
  readonly has_projects: boolean;
  readonly has_wiki: boolean;
  readonly allow_merge_commit: boolean;
  readonly allow_squash_merge: boolean;
  readonly allow_rebase_merge: boolean;
  readonly allow_auto_merge: boolean;
  readonly allow_update_branch: boolean;
  readonly delete_branch_on_merge: boolean;
  readonly archived: boolean;
  readonly is_template: boolean;
}

/** An issue, or with `pull` a pull request: they share their numbers. */
export interface IssueRecord {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: string | null;
  closedAtMs: number | undefined;
  isLocked: boolean;
  labels: string[];
  assignees: string[];
  readonly comments: CommentRecord[];
  readonly pull: PullRecord | undefined;
}

export interface CommentRecord {
  readonly id: number;
  readonly author: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  body: string;
}

export interface PullRecord {
  base: string;
  readonly head: string;
  isDraft: boolean;
  maintainerCanModify: boolean;
  /** Where base and head stood when it was merged or closed; they move on, the pull request does not. */
  closedHead: string | undefined;
  closedBase: string | undefined;
  mergeSha: string | undefined;
  mergedAtMs: number | undefined;
  mergedBy: string | undefined;
  reviewers: string[];
  readonly reviews: ReviewRecord[];
  readonly reviewComments: ReviewCommentRecord[];
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';

export interface ReviewRecord {
  readonly id: number;
  readonly author: string;
  readonly commitSha: string;
  body: string;
  state: ReviewState;
  submittedAtMs: number | undefined;
}

export interface ReviewCommentRecord extends CommentRecord {
  readonly reviewId: number;
  readonly commitSha: string;
  readonly path: string;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly side: 'LEFT' | 'RIGHT';
  readonly inReplyTo: number | undefined;
  readonly diffHunk: string;
}

export interface LabelRecord {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface StatusRecord {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly createdAtMs: number;
}

export interface CheckRunRecord {
  readonly id: number;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  startedAtMs: number;
  completedAtMs: number | undefined;
  detailsUrl: string | null;
  externalId: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
}

export interface RulesetRecord {
  readonly id: number;
  readonly createdAtMs: number;
  updatedAtMs: number;
  name: string;
  target: string;
  enforcement: string;
  bypassActors: readonly JsonObject[];
  conditions: JsonObject;
  rules: readonly JsonObject[];
}
