import type { JsonObject } from '@lineclear/core/plugin';
import type { AlertKind } from '../model/alerts.ts';
import type { RepositoryRecord } from '../model/records.ts';
import { stamp } from '../wire/links.ts';
import type { Store } from './store.ts';

/** What a scanner found: `title` names the rule, the advisory or the kind of secret. */
export interface NewAlert {
  readonly kind: AlertKind;
  readonly title: string;
  readonly severity?: 'low' | 'medium' | 'high' | 'critical';
  /** A file for a finding in the code; a package for one in what the code is built on. */
  readonly place: string;
}

/** A scanner finds something. Yields the number of the alert. */
export const addAlert = (store: Store, repository: RepositoryRecord, { kind, ...found }: NewAlert): number => {
  const alerts = repository.alerts[kind];
  const alert = { number: alerts.length + 1, createdAtMs: store.nowMs, body: bodies[kind](found, stamp(store.nowMs)) };
  alerts.push(alert);
  return alert.number;
};

type Found = Omit<NewAlert, 'kind'>;

const undecided = { dismissed_at: null, dismissed_by: null, dismissed_reason: null, dismissed_comment: null, fixed_at: null };

const bodies: Readonly<Record<AlertKind, (found: Found, now: string) => JsonObject>> = {
  'code-scanning': ({ title, place, severity = 'high' }, now) => ({
    state: 'open',
    updated_at: now,
    ...undecided,
    rule: { id: title, name: title, severity: 'error', security_severity_level: severity, description: title },
    tool: { name: 'CodeQL', version: '2.20.0', guid: null },
    most_recent_instance: {
      ref: 'refs/heads/main',
      analysis_key: 'codeql',
      category: 'codeql',
      environment: '{}',
      state: 'open',
      message: { text: title },
      location: { path: place, start_line: 1, end_line: 1, start_column: 1, end_column: 2 },
    },
  }),
  dependabot: ({ title, place, severity = 'high' }, now) => {
    const vulnerability = {
      package: { ecosystem: 'npm', name: place },
      severity,
      vulnerable_version_range: '< 2.0.0',
      first_patched_version: { identifier: '2.0.0' },
    };
    return {
      state: 'open',
      updated_at: now,
      ...undecided,
      dependency: { package: vulnerability.package, manifest_path: 'package-lock.json', scope: 'runtime' },
      security_vulnerability: vulnerability,
      security_advisory: {
        ghsa_id: 'GHSA-xxxx-xxxx-xxxx',
        cve_id: null,
        summary: title,
        description: title,
        vulnerabilities: [vulnerability],
        severity,
        cvss: { score: 7.5, vector_string: null },
        cwes: [],
        identifiers: [{ type: 'GHSA', value: 'GHSA-xxxx-xxxx-xxxx' }],
        references: [],
        published_at: now,
        updated_at: now,
        withdrawn_at: null,
      },
    };
  },
  'secret-scanning': ({ title, place }, now) => ({
    // Shown among the locations only.
    place,
    state: 'open',
    updated_at: now,
    secret_type: title,
    secret_type_display_name: title,
    secret: 'not-a-secret-of-anybody',
    resolution: null,
    resolved_at: null,
    resolved_by: null,
    push_protection_bypassed: false,
    validity: 'unknown',
  }),
};
