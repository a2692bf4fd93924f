import { definePlugin } from '@lineclear/core/plugin';
import { maintenanceNotice } from './notice-prompt.ts';
import { windowsByStatus } from './status-resource.ts';
import { cancellationList } from './tools/cancellation-list.ts';
import { durationShow } from './tools/duration-show.ts';
import { windowCancel } from './tools/window-cancel.ts';
import { windowCreate } from './tools/window-create.ts';
import { windowDraw } from './tools/window-draw.ts';
import { windowExtend } from './tools/window-extend.ts';
import { windowGet } from './tools/window-get.ts';
import { windowList } from './tools/window-list.ts';

export const maintenancePlugin = definePlugin({
  id: 'maintenance',
  title: 'Maintenance windows',
  version: '1.0.0',
  toolsets: {
    maintenance: { title: 'Maintenance windows', use: 'See, schedule, extend and cancel maintenance windows.' },
    planning: { title: 'Planning', use: 'Compute how long something takes.' },
  },
  tools: [windowList, windowGet, windowDraw, windowCreate, windowExtend, windowCancel, cancellationList, durationShow],
  prompts: [maintenanceNotice],
  resources: [windowsByStatus],
});
