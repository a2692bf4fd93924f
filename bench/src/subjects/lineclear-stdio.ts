import { benchCaller, composeForBench } from './composition.ts';
import { benchPlugin } from './plugin.ts';

const [folder = ''] = process.argv.slice(2);
const composition = await composeForBench({ plugin: benchPlugin({ tools: 10 }), folder });
const { closed } = await composition.serveStdio({ caller: benchCaller('stdio') });
await closed;
await composition.close();
process.exit();
