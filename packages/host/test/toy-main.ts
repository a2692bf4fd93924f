import { runHost } from '@lineclear/host';
import { toyPlugin } from './toy-plugin.ts';

await runHost({
  name: 'toy-host',
  title: 'Toy host',
  version: '1.2.3',
  plugins: [toyPlugin],
});
