import { createGitReader } from '../git/git-reader.ts';
import type { GitReader } from '../git/git-reader.ts';
import { createGitWriter } from '../git/git-writer.ts';
import type { GitWriter } from '../git/git-writer.ts';
import type { PushSettings } from '../git/push/destination.ts';
import { createOpenRepository } from '../git/repository.ts';
import type { OpenRepository } from '../git/repository.ts';
import type { RunProgram } from '../process/run-program.ts';
import { createSessionReader } from '../process/sessions/session-reader.ts';
import type { SessionReader } from '../process/sessions/session-reader.ts';
import { createSessionWriter } from '../process/sessions/session-writer.ts';
import type { SessionWriter } from '../process/sessions/session-writer.ts';
import { Sessions } from '../process/sessions/sessions.ts';
import { createJudgeLine } from '../shell/judge-line.ts';
import type { JudgeLine } from '../shell/judge-line.ts';
import { createParseLine } from '../shell/parse-line.ts';
import { createRunLine } from '../shell/run-line.ts';
import type { RunLine } from '../shell/run-line.ts';
import { confine } from '../files/confinement.ts';
import type { Confinement } from '../files/confinement.ts';
import { createReadContent, createReadText } from '../files/content.ts';
import type { ReadContent, ReadText } from '../files/content.ts';
import { toFileError } from '../files/file-errors.ts';
import { openFolder } from '../files/folder.ts';
import { createInspect, createListFolder } from '../files/listing.ts';
import type { EntryFacts, ListFolder } from '../files/listing.ts';
import { makeFolder } from '../files/make-folder.ts';
import { createJudgeProcess } from '../programs/process-judge.ts';
import type { JudgeProcess } from '../programs/process-judge.ts';
import { createRunProcess } from '../process/process-runner.ts';
import type { RunProcess } from '../process/process-runner.ts';
import { findProgram, outsideRoots } from '../programs/programs.ts';
import { createReadLines } from '../files/read-lines.ts';
import type { ReadLines } from '../files/read-lines.ts';
import { createReplaceText } from '../files/replace-text.ts';
import type { ReplaceText } from '../files/replace-text.ts';
import { createScanFiles } from '../secrets/scan-files.ts';
import type { ScanFiles } from '../secrets/scan-files.ts';
import type { SearchDuplicates } from '../duplicates/search-duplicates.ts';
import type { RunTests } from '../test-reports/run-tests.ts';
import { createSearch } from '../search/search.ts';
import type { Search } from '../search/search.ts';
import { createLocateTarget } from '../files/target.ts';
import type { LocateTarget } from '../files/target.ts';
import { moveEntry, removeEntry, surveyEntry } from '../files/tree.ts';

/** What read tools and previews may do: look. */
export interface WorkspaceReader {
  readonly maxFileBytes: number;
  readonly locate: Confinement['locate'];
  readonly locateTarget: LocateTarget;
  readonly readText: ReadText;
  readonly readLines: ReadLines;
  readonly readContent: ReadContent;
  readonly list: ListFolder;
  readonly inspect: (request: { path: string }) => Promise<EntryFacts>;
  readonly survey: typeof surveyEntry;
  readonly search: Search;
  readonly scanFiles: ScanFiles;
  readonly findDuplicates: SearchDuplicates;
  readonly judgeProcess: JudgeProcess;
  readonly judgeLine: JudgeLine;
  readonly processes: SessionReader;
  readonly git: GitReader;
  /** Proves that the roots are still there. */
  readonly health: () => Promise<{ roots: readonly string[] }>;
}

/** What a confirmed write may do. */
export interface WorkspaceWriter {
  readonly maxFileBytes: number;
  readonly locateTarget: LocateTarget;
  readonly readContent: ReadContent;
  readonly replaceText: ReplaceText;
  readonly survey: typeof surveyEntry;
  readonly makeFolder: typeof makeFolder;
  readonly move: typeof moveEntry;
  readonly remove: typeof removeEntry;
  readonly runProcess: RunProcess;
  readonly runLine: RunLine;
  readonly runTests: RunTests;
  readonly processes: SessionWriter;
  readonly git: GitWriter;
}

export interface WorkspaceOptions {
  readonly roots: readonly string[];
  readonly protectedPaths: readonly string[];
  readonly allowedPrograms: readonly string[];
  /** What shell lines may use; none when absent. */
  readonly shellPrograms?: readonly string[];
  readonly maxFileBytes: number;
  /** Everything that programs find; PATH is cut to folders outside the roots. */
  readonly env: Readonly<Record<string, string>>;
  readonly run: RunProgram;
  /** The processes of this profile that nobody waits for; its own when absent. */
  readonly sessions?: Sessions;
  /** Programs that may get input although they run what they read; none when absent. */
  readonly allowedInteractive?: readonly string[];
  /** Where git may push; to no unlisted place of this machine when absent. */
  readonly push?: PushSettings;
}

/** Opens the roots once and builds both sides from the same confinement. */
export const openWorkspace = async (options: WorkspaceOptions): Promise<{ reader: WorkspaceReader; writer: WorkspaceWriter }> => {
  const {
    run,
    sessions = new Sessions(),
    allowedInteractive: granted = [],
    maxFileBytes,
    push = { pushTo: [], protectedBranches: [], sshConfig: undefined },
  } = options;
  const confinement = await confine(options);
  const searchFolders = await outsideRoots({ searchPath: options.env['PATH'] ?? '', confinement });
  const env: Readonly<Record<string, string>> = { ...options.env, PATH: searchFolders.join(':') };
  const program = async () => (await findProgram({ name: 'git', folder: '/', searchFolders })).path;
  const open: OpenRepository = createOpenRepository({ confinement, git: { run, program, env: withoutGit(env) } });
  const readContent = createReadContent({ maxBytes: maxFileBytes });
  const readText = createReadText({ confinement, readContent });
  const readLines = createReadLines(confinement);
  const search = createSearch({ confinement, run, readText, readLines });
  const judge = createJudgeProcess({ confinement, searchFolders, allowed: options.allowedPrograms, home: env['HOME'] ?? '/' });
  const locateTarget = createLocateTarget(confinement);
  const rules = { confinement, searchFolders, allowed: options.shellPrograms ?? [], env };
  const judgeLine = createJudgeLine({ rules, parse: createParseLine(), locateTarget });
  return {
    reader: {
      maxFileBytes,
      locate: confinement.locate,
      locateTarget,
      readText,
      readLines,
      readContent,
      list: createListFolder(confinement),
      inspect: createInspect(confinement),
      survey: surveyEntry,
      search,
      scanFiles: createScanFiles({ search, readText }),
      findDuplicates: async (request) =>
        (await import('../duplicates/search-duplicates.ts')).createSearchDuplicates({ search, readText })(request),
      judgeProcess: judge,
      judgeLine,
      processes: createSessionReader({ sessions, granted }),
      git: createGitReader({ confinement, open, push }),
      health: async () => {
        await Promise.all(confinement.roots.map(touch));
        return { roots: confinement.roots };
      },
    },
    writer: {
      maxFileBytes,
      locateTarget,
      readContent,
      replaceText: createReplaceText({ maxBytes: maxFileBytes }),
      survey: surveyEntry,
      makeFolder,
      move: moveEntry,
      remove: removeEntry,
      runProcess: createRunProcess({ judge, run, env }),
      runLine: createRunLine({ judge: judgeLine, run, env }),
      // The parsers are loaded when first used: a start need not pay for them.
      runTests: async (request) =>
        (await import('../test-reports/run-tests.ts')).createRunTests({ confinement, search, judge, run, env })(request),
      processes: createSessionWriter({ sessions, judge, env, granted }),
      git: createGitWriter({ confinement, open, push }),
    },
  };
};

// The profile's variables are for programs; they must not point git at another repository or configuration.
const withoutGit = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GIT_')));

const touch = async (root: string): Promise<void> => {
  try {
    await using _folder = await openFolder(root);
  } catch (error) {
    throw toFileError({ error, shown: root, effect: 'none' });
  }
};
