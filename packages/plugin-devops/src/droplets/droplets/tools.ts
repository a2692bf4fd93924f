import { dropletActions } from '../actions/tools/droplet-actions.ts';
import { doCatalog } from '../catalog/tools/do-catalog.ts';
import { dropletCreate } from './tools/droplet-create.ts';
import { dropletDelete } from './tools/droplet-delete.ts';
import { dropletGet } from './tools/droplet-get.ts';
import { dropletList } from './tools/droplet-list.ts';
import { dropletPower } from './tools/droplet-power.ts';
import { dropletResize } from './tools/droplet-resize.ts';

export const dropletTools = [
  dropletList,
  dropletGet,
  dropletActions,
  doCatalog,
  dropletCreate,
  dropletPower,
  dropletResize,
  dropletDelete,
];
