import { runHost } from '@lineclear/host';
import { leakyPlugin } from './plugin.ts';

await runHost({ name: 'leaky-host', version: '1.0.0', plugins: [leakyPlugin] });
