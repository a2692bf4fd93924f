import { LineclearError } from '@lineclear/core/plugin';
import type { DashboardView, PanelView } from './view/view.ts';

/** The panel with this number. Throws `not_found` with those that there are. */
export const panelOf = ({ view: { panels }, id }: { view: DashboardView; id: number }): PanelView => {
  const panel = panels.find((one) => one.id === id);
  if (panel !== undefined) return panel;
  throw new LineclearError('not_found', `The dashboard has no panel ${id}.`, {
    hint: 'Use the id of one of details.panels.',
    details: {
      reason: 'panel',
      panels: panels.slice(0, 50).map((one) => ({ id: one.id ?? null, title: one.title.slice(0, 100) })),
    },
  });
};
