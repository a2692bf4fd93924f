import { packageVersion, runHost } from '@lineclear/host';
import devops, { onDemand } from '@lineclear/plugin-devops';
import tasker from '@lineclear/plugin-tasker';

await runHost({
  name: '@lineclear/observer',
  title: 'lineclear observer (read-only)',
  version: packageVersion(new URL('../package.json', import.meta.url)),
  plugins: [
    devops,
    tasker,
    { connections: ['celery'], load: () => import('@lineclear/plugin-celery') },
    { connections: ['grafana', 'context7'], load: () => import('@lineclear/plugin-grafana') },
    ...onDemand,
  ],
  readOnly: true,
});
