import { basename, extname } from 'node:path';

/** How a language marks what is no code. */
export interface Comments {
  /** Up to the end of the line. */
  readonly line: readonly string[];
  readonly block: readonly { readonly start: string; readonly end: string }[];
}

/** The comments of a source file; `undefined` for what is not known as code: data, lock files, prose. */
export const commentsOf = (path: string): Comments | undefined => {
  const name = basename(path).toLowerCase();
  return byName.get(name) ?? byExtension.get(extname(name).slice(1));
};

/** For files that a caller names although they are not known as code. */
export const noComments: Comments = { line: [], block: [] };

const slashes: Comments = { line: ['//'], block: [{ start: '/*', end: '*/' }] };
const hash: Comments = { line: ['#'], block: [] };
const both: Comments = { line: ['//', '#'], block: slashes.block };
const dashes: Comments = { line: ['--'], block: [{ start: '/*', end: '*/' }] };
const stars: Comments = { line: [], block: slashes.block };
const markup: Comments = { line: [], block: [{ start: '<!--', end: '-->' }] };
const mixed: Comments = { line: ['//'], block: [...slashes.block, ...markup.block] };

const languages: readonly (readonly [extensions: string, comments: Comments])[] = [
  [
    'ts tsx mts cts js jsx mjs cjs java kt kts scala groovy gradle c h cc cpp cxx hh hpp cs go rs swift m mm dart zig sol proto scss less',
    slashes,
  ],
  ['py pyi rb pl pm sh bash zsh fish ps1 r jl ex exs cr nim tcl awk cmake graphql gql', hash],
  ['php tf hcl', both],
  ['sql lua hs elm', dashes],
  ['css', stars],
  ['html htm xml xsl svg', markup],
  ['vue svelte astro', mixed],
];
const byExtension = new Map(
  languages.flatMap(([extensions, comments]) => extensions.split(' ').map((extension) => [extension, comments] as const)),
);
const byName = new Map<string, Comments>([
  ['dockerfile', hash],
  ['makefile', hash],
  ['rakefile', hash],
  ['gemfile', hash],
  ['jenkinsfile', slashes],
]);
