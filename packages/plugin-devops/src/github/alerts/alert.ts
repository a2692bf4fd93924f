import * as z from 'zod';
import { author, type Author } from '../text/authored.ts';
import type { AlertKind } from './kinds.ts';

const text = z.string().nullish();
const common = {
  number: z.int(),
  state: text,
  html_url: z.string(),
  created_at: z.string(),
};
const dismissal = { dismissed_by: author, dismissed_reason: text, dismissed_comment: text };

/** An alert of any scanner. */
export interface Alert {
  readonly number: number;
  readonly state: string;
  readonly severity: string | null;
  /** The rule, the advisory or the kind of secret: not by people of the repository. */
  readonly title: string;
  readonly text: string;
  readonly place: string | null;
  readonly url: string;
  readonly created_at: string;
  readonly closed: { readonly by: Author; readonly reason: string | null; readonly comment: string };
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

const base = ({
  number,
  state,
  html_url: url,
  created_at,
}: {
  number: number;
  state?: string | null | undefined;
  html_url: string;
  created_at: string;
}) => ({
  number,
  state: state ?? 'open',
  url,
  created_at,
});

const closedBy = (closed: { by: Author; reason: string | null | undefined; comment: string | null | undefined }) => ({
  by: closed.by,
  reason: closed.reason ?? null,
  comment: closed.comment ?? '',
});

/** https://docs.github.com/en/rest/code-scanning/code-scanning#get-a-code-scanning-alert */
const codeAlert = z
  .object({
    ...common,
    ...dismissal,
    rule: z.object({ id: text, description: text, full_description: text, severity: text, security_severity_level: text }),
    tool: z.object({ name: text, version: text }),
    most_recent_instance: z
      .object({
        ref: text,
        commit_sha: text,
        message: z.object({ text }).nullish(),
        location: z.object({ path: text, start_line: z.int().nullish(), end_line: z.int().nullish() }).nullish(),
      })
      .nullish(),
  })
  .transform(({ rule, tool, most_recent_instance: seen, ...alert }): Alert => ({
    ...base(alert),
    severity: rule.security_severity_level ?? rule.severity ?? null,
    title: rule.description ?? rule.id ?? '',
    text: [seen?.message?.text, rule.full_description].filter((part) => part != null).join('\n\n'),
    place: seen?.location?.path ?? null,
    closed: closedBy({ by: alert.dismissed_by, reason: alert.dismissed_reason, comment: alert.dismissed_comment }),
    facts: {
      tool: tool.name ?? null,
      rule: rule.id ?? null,
      ref: seen?.ref ?? null,
      commit: seen?.commit_sha ?? null,
      start_line: seen?.location?.start_line ?? null,
      end_line: seen?.location?.end_line ?? null,
    },
  }));

/** https://docs.github.com/en/rest/dependabot/alerts#get-a-dependabot-alert */
const dependencyAlert = z
  .object({
    ...common,
    ...dismissal,
    dependency: z.object({
      manifest_path: text,
      scope: text,
      package: z.object({ ecosystem: z.string(), name: z.string() }).nullish(),
    }),
    security_advisory: z.object({ ghsa_id: text, cve_id: text, summary: text, description: text }),
    security_vulnerability: z.object({
      severity: z.string(),
      vulnerable_version_range: text,
      first_patched_version: z.object({ identifier: z.string() }).nullish(),
    }),
  })
  .transform(({ dependency, security_advisory: advisory, security_vulnerability: weakness, ...alert }): Alert => ({
    ...base(alert),
    severity: weakness.severity,
    title: advisory.summary ?? advisory.ghsa_id ?? '',
    text: advisory.description ?? '',
    place: dependency.package?.name ?? null,
    closed: closedBy({ by: alert.dismissed_by, reason: alert.dismissed_reason, comment: alert.dismissed_comment }),
    facts: {
      ecosystem: dependency.package?.ecosystem ?? null,
      manifest: dependency.manifest_path ?? null,
      scope: dependency.scope ?? null,
      vulnerable: weakness.vulnerable_version_range ?? null,
      patched: weakness.first_patched_version?.identifier ?? null,
      ghsa: advisory.ghsa_id ?? null,
      cve: advisory.cve_id ?? null,
    },
  }));

/**
 * https://docs.github.com/en/rest/secret-scanning/secret-scanning#get-a-secret-scanning-alert. The secret that was found is no part of it:
 * GitHub is asked to leave it out, and what comes all the same is not read.
 */
const secretAlert = z
  .object({
    ...common,
    secret_type: text,
    secret_type_display_name: text,
    validity: text,
    publicly_leaked: z.boolean().nullish(),
    push_protection_bypassed: z.boolean().nullish(),
    resolution: text,
    resolved_by: author,
    resolution_comment: text,
  })
  .transform((alert): Alert => ({
    ...base(alert),
    severity: null,
    title: alert.secret_type_display_name ?? alert.secret_type ?? '',
    text: '',
    place: null,
    closed: closedBy({ by: alert.resolved_by, reason: alert.resolution, comment: alert.resolution_comment }),
    facts: {
      type: alert.secret_type ?? null,
      validity: alert.validity ?? null,
      publicly_leaked: alert.publicly_leaked ?? null,
      push_protection_bypassed: alert.push_protection_bypassed ?? null,
    },
  }));

export const alertAnswers = {
  code: codeAlert,
  dependency: dependencyAlert,
  secret: secretAlert,
} as const satisfies Record<AlertKind, z.ZodType<Alert>>;
