import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';

const folder = new URL('../../../../examples/grafana/', import.meta.url);

/** A text of the example. */
export const readText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** The dashboards, in the order of their names. */
export const readDashboards = (): readonly JsonObject[] => readAll('dashboards/');

/** The alert rules, in the order in which the rule file has them. */
export const readRules = (): readonly JsonObject[] => readAll('alerts/');

/** What the example calls its datasource. */
export const exampleDatasources = [{ uid: 'prometheus', name: 'Prometheus', type: 'prometheus', isDefault: true }] as const;

/** The headings of a Markdown text, as links name them. */
export const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    ),
  );

const readAll = (within: string): readonly JsonObject[] =>
  readdirSync(new URL(within, folder))
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => jsonObject.parse(JSON.parse(readText(within + name))));

const jsonObject = z.record(z.string(), z.json());
