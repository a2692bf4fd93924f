// The hosts' door: composing, serving, approving, auditing.
export { compose } from './compose.ts';
export type { Composition } from './compose.ts';
export { defaultLimits } from './compose-options.ts';
export type { ComposeOptions, Limits } from './compose-options.ts';
export { connectionsOf, loadAllPlugins, loadPlugins } from './registry/deferred-plugin.ts';
export type { DeferredPlugin, PluginEntry } from './registry/deferred-plugin.ts';

// Calls and the doors to them.
export type { CallPath, Outcome } from './calls/path.ts';
export type { Answered, Asking, CallAnswer, Caller, CallObserver, CallRequest, ErrorAnswer } from './calls/types.ts';
export type { Recovered } from './calls/recovery.ts';
export type { Authenticate, Refusal, Visit } from './mcp/http/authenticate.ts';
export type { DoorOptions, HttpDoor, HttpLimits, HttpStats } from './mcp/http/door.ts';
export type { ServeStdioOptions, StdioConnection } from './mcp/stdio/serve-stdio.ts';

// Plans and people's decisions.
export { approvalText, isSigned, signApproval } from './confirm/approver.ts';
export type { Approver } from './confirm/approver.ts';
export type { Pending } from './confirm/approvals.ts';
export type { Approval, Plan, PlanState } from './store/plan.ts';

// Where plans and events are kept.
export { memoryStore } from './store/memory.ts';
export { sqliteStore } from './store/sqlite/sqlite-store.ts';
export type { SqliteStoreOptions } from './store/sqlite/sqlite-store.ts';
export type { EventQuery, PlanQuery, Store } from './store/store.ts';
export type { ChainedEvent, EventDraft, EventName, Head } from './store/event.ts';
export type { Anchor, AuditHook, AuditTrail, Verdict } from './audit/types.ts';
export { createAuditTrail } from './audit/create-audit-trail.ts';
export { exportJsonl } from './audit/export-jsonl.ts';
export { fileAnchor } from './audit/file-anchor.ts';
export { mirror } from './audit/mirror.ts';
export { syslogAnchor } from './audit/syslog-anchor.ts';
export { verify } from './audit/verify.ts';
export type { VerifyOptions } from './audit/verify.ts';

// Profiles, policy and what callers may see.
export { checkNames } from './check-names.ts';
export { checkProfiles } from './profiles/check-profiles.ts';
export { createRedactor } from './profiles/redactor.ts';
export { resolveReferences } from './profiles/reference.ts';
export { runCommand } from './profiles/run-command.ts';
export type { ConfigIssue, Profile, ProfileConfig, ProfilesConfig } from './profiles/types.ts';
export type { Rule } from './policy/types.ts';
export { localProfiles } from './connections/embedded.ts';
export type { ConnectionPool, ConnectionStatus } from './connections/types.ts';
export { lackOf } from './registry/offer.ts';
export type { Registry, Selection, ToolDefinition, ToolEntry, View } from './registry/types.ts';
export { estimateTokens, toolTokens } from './registry/tokens.ts';

// What plugins are made of, for hosts that catch errors or pass plugins on.
export { errorTable, LineclearError } from './plugin/errors.ts';
export type { ErrorCode } from './plugin/errors.ts';
export type { Clock, Log, Principal, Progress, Tier } from './plugin/context.ts';
export type { Plugin } from './plugin/plugin.ts';
export type { AnyConnection } from './plugin/connection.ts';
export type { JsonObject, JsonValue } from './plugin/json.ts';
