import { definePlugin, type Plugin } from '../plugin/plugin.ts';
import { approvalList } from './approval-list.ts';
import { auditRecent } from './audit-recent.ts';
import { connectionStatus } from './connection-status.ts';
import type { BuiltinParts } from './parts.ts';

/** Their names, for rules of policy. */
export const builtinTools = ['connection_status', 'audit_recent', 'approval_list'] as const;

/** The tools that every composition has: what is connected, what happened, what waits for a person. */
export const builtinPlugin = (parts: BuiltinParts): Plugin =>
  definePlugin({
    id: 'lineclear',
    title: 'lineclear',
    version: parts.version,
    toolsets: { status: { title: 'Status', use: 'what is connected, what was done, what waits for approval' } },
    tools: [connectionStatus(parts), auditRecent(parts), approvalList(parts)],
  });
