import { makeCodeWorld } from './code-world.ts';
import { readPage } from './read-page.ts';
import { standIns } from './stand-ins.ts';
import { walkPage } from './walk-page.ts';

const page = await readPage(new URL('../../docs/devops-code.md', import.meta.url));

walkPage({ name: 'docs/devops-code.md', page, makeWorld: makeCodeWorld, makeStandIns: standIns });
