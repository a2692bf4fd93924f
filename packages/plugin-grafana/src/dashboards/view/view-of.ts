import type { StoredDashboard } from '../store/stored-dashboard.ts';
import { classicView } from './classic-view.ts';
import { v2View } from './v2-view.ts';
import type { DashboardView } from './view.ts';

/** What people see of a dashboard, whatever its schema. */
export const viewOf = (stored: StoredDashboard): DashboardView =>
  stored.schema === 'v2' ? v2View(stored.json) : classicView(stored.json);
