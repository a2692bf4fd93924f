import { arrayAt, isObject, type JsonObject, objectAt, pathStep, textAt } from '../../json/json-value.ts';
import type { DashboardFinding, Outcome } from './finding.ts';
import { panelsOf } from './panels.ts';

/** Says which links of a dashboard and of its panels a browser would run instead of opening. Changes nothing. */
export const checkLinkAddresses = (dashboard: JsonObject): Outcome => ({
  value: dashboard,
  findings: [
    ...linksOf({ holder: dashboard, path: '$' }),
    ...panelsOf(dashboard).flatMap(({ panel, path }) => [
      ...linksOf({ holder: panel, path }),
      ...linksOf({ holder: objectAt(objectAt(panel, 'fieldConfig'), 'defaults'), path: `${path}.fieldConfig.defaults` }),
    ]),
  ],
});

const linksOf = ({ holder, path }: { holder: JsonObject | undefined; path: string }): readonly DashboardFinding[] =>
  arrayAt(holder, 'links').flatMap((link, index) => {
    const url = isObject(link) ? textAt(link, 'url') : undefined;
    // Browsers leave blanks and control signs out before they read the scheme.
    if (url === undefined || !/^(?:javascript|vbscript|data):/i.test(url.replaceAll(/[\p{Cc}\s]/gu, ''))) return [];
    const place = `${path}.links${pathStep(index)}.url`;
    const message = 'A browser would run this link as a program, so Grafana does not follow it: write an http or https address.';
    return [{ code: 'link_address', path: place, message, before: url, after: url }];
  });
