import { packageVersion, runHost } from '@lineclear/host';
import celery from '@lineclear/plugin-celery';
import devops from '@lineclear/plugin-devops';
import tasker from '@lineclear/plugin-tasker';

await runHost({
  name: 'lineclear',
  title: 'lineclear',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  plugins: [devops, tasker, celery],
});
