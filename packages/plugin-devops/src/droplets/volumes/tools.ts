import { doVolumeAttach } from './tools/do-volume-attach.ts';
import { doVolumeCreate } from './tools/do-volume-create.ts';
import { doVolumeDelete } from './tools/do-volume-delete.ts';
import { doVolumeList } from './tools/do-volume-list.ts';

export const volumeTools = [doVolumeList, doVolumeCreate, doVolumeAttach, doVolumeDelete];
