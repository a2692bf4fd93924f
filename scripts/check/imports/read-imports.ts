import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One place where a file names another module. Paths are relative to the workspace, with forward slashes. */
export interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  /** The imported file for a relative specifier, else the specifier. */
  readonly target: string;
  /** Leaves nothing behind at run time. */
  readonly isType: boolean;
}

const sources = ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'apps/*/bin/*.js'];
const isTest = /\.test(-d)?\.ts$|\/test\//;

/** Every import of the workspace's product code; tests may import what they like. */
export function readImports({ root }: { root: string }): readonly Import[] {
  const files = globSync(sources, { cwd: root })
    .map(toPosix)
    .filter((file) => !isTest.test(file));
  return files.toSorted().flatMap((file) => parseImports({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** The imports of one file's text: static, re-exported, dynamic and in types. */
export function parseImports({ file, text }: { file: string; text: string }): readonly Import[] {
  const { module, program } = parseSync(file, text);
  const found: { specifier: string; start: number; isType: boolean }[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType);
    found.push({ specifier: moduleRequest.value, start: moduleRequest.start, isType });
  }
  for (const { entries } of module.staticExports) {
    const [first] = entries;
    if (first?.moduleRequest == null) continue;
    found.push({
      specifier: first.moduleRequest.value,
      start: first.moduleRequest.start,
      isType: entries.every((entry) => entry.isType),
    });
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (literal !== undefined) found.push({ specifier: literal, start: moduleRequest.start, isType: false });
  }
  new Visitor({
    TSImportType: ({ source }) => found.push({ specifier: source.value, start: source.start, isType: true }),
  }).visit(program);
  return found
    .map(({ specifier, start, isType }) => ({
      file,
      line: lineAt(text, start),
      specifier,
      target: resolve(file, specifier),
      isType,
    }))
    .toSorted((left, right) => left.line - right.line);
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function toPosix(file: string): string {
  return file.replaceAll('\\', '/');
}
