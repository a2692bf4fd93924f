import { runHost } from '@lineclear/host';
import tasker from '@lineclear/plugin-tasker';

await runHost({ name: 'tasker-host', version: '1.0.0', plugins: [tasker] });
