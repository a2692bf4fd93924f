import { stat } from 'node:fs/promises';
import type { Approver } from '@lineclear/core';
import type { Folders } from '../config/folders.ts';
import type { Finding } from './finding.ts';

const least = [22, 19] as const;

/** Whether this Node is new enough. */
export const nodeFinding = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > least[0] || (major === least[0] && minor >= least[1]);
  return isEnough
    ? { what: 'node', status: 'ok', detail: version }
    : { what: 'node', status: 'fail', detail: `${version} is too old`, fix: `Use Node ${least.join('.')} or later.` };
};

/** Whether others on this machine can reach what is kept for this user alone. */
export const folderFindings = async (folders: Folders): Promise<readonly Finding[]> =>
  Promise.all([
    privacyOf({ what: 'state folder', path: folders.state, absent: 'made at the first start' }),
    privacyOf({ what: 'store file', path: folders.storeFile, absent: 'made at the first start' }),
    privacyOf({ what: 'token file', path: folders.tokenFile, absent: 'made at the first start over HTTP' }),
    privacyOf({ what: 'approver keys', path: folders.approvers, absent: 'none enrolled' }),
  ]);

/** Whether a plan that needs a person could be decided at all. */
export const approverFinding = ({
  approvers,
  needsPerson,
  command,
}: {
  approvers: readonly Approver[];
  needsPerson: boolean;
  command: string;
}): Finding => {
  if (approvers.length > 0) return { what: 'approvers', status: 'ok', detail: approvers.map(({ name }) => name).join(', ') };
  if (!needsPerson)
    return { what: 'approvers', status: 'ok', detail: 'none; only where a client cannot ask its person is one needed' };
  return {
    what: 'approvers',
    status: 'warn',
    detail: 'none, and a profile asks for human approval: such plans cannot be confirmed',
    fix: `${command} approver add YOUR-NAME, then restart the server`,
  };
};

const privacyOf = async ({ what, path, absent }: { what: string; path: string; absent: string }): Promise<Finding> => {
  try {
    const { mode, uid } = await stat(path);
    if (process.getuid !== undefined && uid !== process.getuid()) {
      return {
        what,
        status: 'warn',
        detail: `${path} belongs to another user`,
        fix: `Run as that user, or set LINECLEAR_STATE.`,
      };
    }
    if ((mode & 0o077) === 0) return { what, status: 'ok', detail: path };
    return {
      what,
      status: 'warn',
      detail: `${path} is open to others (${(mode & 0o777).toString(8)})`,
      fix: `chmod go-rwx ${path}`,
    };
  } catch {
    return { what, status: 'ok', detail: `${path} (${absent})` };
  }
};
