import { dropletRestore } from '../droplets/tools/droplet-restore.ts';
import { doBackupList } from './tools/do-backup-list.ts';
import { doBackupPolicy } from './tools/do-backup-policy.ts';
import { doSnapshotCreate } from './tools/do-snapshot-create.ts';
import { doSnapshotDelete } from './tools/do-snapshot-delete.ts';
import { doSnapshotList } from './tools/do-snapshot-list.ts';

export const snapshotTools = [doSnapshotList, doSnapshotCreate, doSnapshotDelete, doBackupList, doBackupPolicy, dropletRestore];
