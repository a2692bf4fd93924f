import { runHost } from '@lineclear/host';
import { depotPlugin } from './plugin.ts';

await runHost({ name: 'depot-host', version: '1.0.0', plugins: [depotPlugin()] });
