/** Whether what reads this argument or works in this folder may show secrets, never end, or do more than read. */
export const isDelicate = (path: string): boolean =>
  segments.test(path) || endings.test(path) || /(?:^|\/)(?:secrets?|credentials?)(?:[/.]|$)/i.test(path);

const names = [
  // Accounts.
  'g?shadow-?|opasswd|sudoers(?:\\.d)?|\\.ssh|id_[a-z0-9]+|ssh_host_[a-z0-9]+_key|\\.netrc|\\.[a-z_]*history|[a-z]+-secrets',
  // Programs.
  '\\.gnupg|\\.aws|\\.azure|\\.kube|kubeconfig|admin\\.conf|k3s\\.yaml|\\.docker|\\.pgpass|\\.my\\.cnf|\\.npmrc|\\.pypirc|\\.git-credentials',
  '\\.vault-token|\\.password-store|wireguard|(?<!^/)private|\\.env[^/]*|[^/]*\\.env|[^/]*\\.tfstate',
  // Processes and the machine.
  'environ|cmdline|fd|map_files|kcore|kmsg|mem|kmem|dev(?=/.)',
].join('|');
const segments = new RegExp(`(?:^|[/=])(?:${names})(?:/|$)`);
const endings = /\.(?:key|pem|p12|pfx|jks|kdbx|ppk|keytab)$/;
