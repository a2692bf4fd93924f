/** One kind of secret and how it looks; the group `secret` is the secret itself, the whole match where there is none. */
export interface SecretRule {
  readonly kind: string;
  /** Lower-case texts, one of which every match holds: looking for these first keeps large changes cheap. */
  readonly near: readonly string[];
  /** Global, and free of nested repetition, so that no line makes it slow. */
  readonly pattern: RegExp;
  /** Values that stand for anything (`password = …`), so they count only if they look random. */
  readonly generic?: true;
}

export const secretRules: readonly SecretRule[] = [
  { kind: 'private_key', near: ['private key'], pattern: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'age_key', near: ['age-secret-key-1'], pattern: /AGE-SECRET-KEY-1[0-9A-Z]{50,}/g },
  { kind: 'aws_access_key', near: ['akia', 'asia'], pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    kind: 'aws_secret_key',
    near: ['aws'],
    pattern:
      /aws[\w.-]{0,30}(?:secret|key)[\w.-]{0,30}["']?\s{0,5}[:=]\s{0,5}["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  },
  { kind: 'azure_storage_key', near: ['accountkey='], pattern: /AccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/gi },
  { kind: 'digitalocean_token', near: ['_v1_'], pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g },
  { kind: 'docker_token', near: ['dckr_pat_'], pattern: /\bdckr_pat_[A-Za-z0-9_-]{27,}/g },
  {
    kind: 'github_token',
    near: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b/g,
  },
  { kind: 'gitlab_token', near: ['gl'], pattern: /\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent)-[A-Za-z0-9_-]{20,}/g },
  { kind: 'google_api_key', near: ['aiza'], pattern: /\bAIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  { kind: 'google_client_secret', near: ['gocspx-'], pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/g },
  { kind: 'grafana_token', near: ['glsa_', 'glc_'], pattern: /\b(?:glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,})/g },
  { kind: 'huggingface_token', near: ['hf_'], pattern: /\bhf_[A-Za-z0-9]{34,}\b/g },
  { kind: 'json_web_token', near: ['eyj'], pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g },
  {
    kind: 'npm_token',
    near: ['npm_', '_authtoken'],
    pattern: /\bnpm_[A-Za-z0-9]{36}\b|_authToken=(?<secret>[A-Za-z0-9+/=_-]{20,})/g,
  },
  { kind: 'model_provider_key', near: ['sk-'], pattern: /\bsk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{32,}/g },
  { kind: 'pypi_token', near: ['pypi-'], pattern: /\bpypi-[A-Za-z0-9_-]{70,}/g },
  { kind: 'sendgrid_key', near: ['sg.'], pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g },
  { kind: 'slack_token', near: ['xox'], pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/g },
  {
    kind: 'slack_webhook',
    near: ['hooks.slack.com'],
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[A-Za-z0-9/_-]{20,})/gi,
  },
  {
    kind: 'stripe_key',
    near: ['k_live_', 'k_test_', 'whsec_'],
    pattern: /\b(?:[rs]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=]{16,}/g,
  },
  { kind: 'telegram_token', near: [':aa'], pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g },
  { kind: 'vault_token', near: ['hvs.', 'hvb.'], pattern: /\bhv[sb]\.[A-Za-z0-9_-]{24,}/g },
  {
    kind: 'password_in_url',
    near: ['://'],
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,100}:(?<secret>[^\s:@/"'<>${}]{6,200})@/gi,
  },
  {
    kind: 'authorization_header',
    near: ['authorization'],
    pattern: /authorization["']?\s{0,5}[:=]\s{0,5}["'`]?(?:basic|bearer|token)\s{1,5}(?<secret>[A-Za-z0-9+/=_.~-]{16,})/gi,
    generic: true,
  },
  {
    kind: 'assigned_secret',
    near: ['passw', 'secret', 'token', 'key', 'credential'],
    pattern:
      /(?:passwd|password|passphrase|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|credentials?)[\w.-]{0,20}["']?\s{0,5}(?::=|=>|[:=])\s{0,5}["'`]?(?<secret>[A-Za-z0-9+/=_~!@#%^&*-]{16,200})(?![\w+/=~!@#%^&*(.[-])/gi,
    generic: true,
  },
];
