/** What host_query and host_env_check send. */
export const queryCommands: readonly string[] = [
  'uptime',
  'df -P -k',
  'df -P -i',
  'cat',
  'ps -eo',
  'ss -H -tuln',
  'ss -H -tan',
  'systemctl list-units --state=failed',
  'getent ahosts',
  'who',
  'dmesg --kernel',
  'date -u',
];
