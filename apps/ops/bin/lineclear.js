#!/usr/bin/env node
// Written in the syntax of any Node, so that an old one says what to do instead of where it stumbled.
var version = process.versions.node.split('.').map(Number);

if (version[0] < 22 || (version[0] === 22 && version[1] < 19)) {
  console.error(
    'lineclear needs Node 22.19 or later, this is ' +
      process.versions.node +
      '. Without installing one: npx -p node@24 -p lineclear -c lineclear',
  );
  process.exit(1);
}

var fs = process.getBuiltinModule('node:fs');
var cache = process.env.XDG_CACHE_HOME || (process.env.HOME ? process.env.HOME + '/.cache' : undefined);
// The user's own cache: the shared folder for temporary files is no place for code that runs.
if (cache) process.getBuiltinModule('node:module').enableCompileCache(cache + '/lineclear/compile');

// In the workspace what the compiler wrote is newest; the published package has the bundle only.
var built = new URL('../dist/main.js', import.meta.url);
import(fs.existsSync(built) ? built.href : '../bundle/main.js');
