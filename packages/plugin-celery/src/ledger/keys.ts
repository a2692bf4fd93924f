// The keys of the ledger in the plugin's state, which lists in the order of keys.

export const agePrefix = 'age/';
export const taskKey = (taskId: string): string => `task/${taskId}`;
export const cancelledKey = (taskId: string): string => `cancelled/${taskId}`;
export const ageKey = ({ taskId, at }: { taskId: string; at: number }): string =>
  `${agePrefix}${at.toString().padStart(13, '0')}/${taskId}`;
export const attemptKey = ({ taskId, attempt }: { taskId: string; attempt: number }): string => `attempt/${taskId}/${attempt}`;

// The state lists in the order of keys, so a key that falls as time passes puts the newest first.
export const callerKey = ({ taskId, principal, at }: { taskId: string; principal: string; at: number }): string =>
  `${callerPrefix(principal)}${(9_999_999_999_999 - at).toString().padStart(13, '0')}/${taskId}`;

export const openKey = ({ taskId, principal }: { taskId: string; principal: string }): string =>
  `${openPrefix(principal)}${taskId}`;

// Encoded, so that no principal is the beginning of another.
export const callerPrefix = (principal: string): string => `by/${encodeURIComponent(principal)}/`;
export const openPrefix = (principal: string): string => `open/${encodeURIComponent(principal)}/`;
