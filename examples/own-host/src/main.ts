import { flagsPlugin } from '@lineclear/example-hello-plugin';
import { packageVersion, runHost } from '@lineclear/host';
import { rotaPlugin } from './rota.ts';

await runHost({
  name: 'acme-ops',
  title: 'Acme operations',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  // The prefix makes `acme_rota_show` of `rota_show`, so that no other plugin's name is in its way.
  plugins: [flagsPlugin, { plugin: rotaPlugin, prefix: 'acme_' }],
});
