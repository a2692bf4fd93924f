import { definePlugin } from '@lineclear/core/plugin';
import { gitBranchCreate } from './git/tools/git-branch-create.ts';
import { gitCommit } from './git/tools/git-commit.ts';
import { gitDiff } from './git/tools/git-diff.ts';
import { gitLog } from './git/tools/git-log.ts';
import { gitPush } from './git/tools/git-push.ts';
import { gitShow } from './git/tools/git-show.ts';
import { gitStage } from './git/tools/git-stage.ts';
import { gitStatus } from './git/tools/git-status.ts';
import { gitSwitch } from './git/tools/git-switch.ts';
import { processList } from './process/tools/process-list.ts';
import { processRead } from './process/tools/process-read.ts';
import { processStart } from './process/tools/process-start.ts';
import { processStop } from './process/tools/process-stop.ts';
import { processWait } from './process/tools/process-wait.ts';
import { processWrite } from './process/tools/process-write.ts';
import { refactorCode } from './prompts/refactor-code.ts';
import { secretScan } from './secrets/tools/secret-scan.ts';
import { codeDuplicates } from './duplicates/tools/code-duplicates.ts';
import { fsDelete } from './workspace/tools/fs-delete.ts';
import { fsEdit } from './workspace/tools/fs-edit.ts';
import { fsInfo } from './workspace/tools/fs-info.ts';
import { fsList } from './workspace/tools/fs-list.ts';
import { fsMkdir } from './workspace/tools/fs-mkdir.ts';
import { fsMove } from './workspace/tools/fs-move.ts';
import { fsRead } from './workspace/tools/fs-read.ts';
import { fsSearch } from './workspace/tools/fs-search.ts';
import { fsWrite } from './workspace/tools/fs-write.ts';
import { processRun } from './process/tools/process-run.ts';
import { shellRun } from './shell/tools/shell-run.ts';
import { testRun } from './test-reports/tools/test-run.ts';

export { onDemand } from './on-demand.ts';

/** Files, processes and git repositories of a workspace. */
export default definePlugin({
  id: 'devops',
  title: 'DevOps',
  version: '0.0.0',
  toolsets: {
    workspace: {
      title: 'Workspace',
      use: 'Read, search and change files, and run programs, inside the configured folders.',
      place: 'this machine',
    },
    git: {
      title: 'Git',
      use: 'See the state and history of local repositories, branch, stage, commit and push.',
      place: 'this machine',
    },
  },
  tools: [
    fsRead,
    fsList,
    fsInfo,
    fsSearch,
    fsWrite,
    fsEdit,
    fsMkdir,
    fsMove,
    fsDelete,
    processRun,
    shellRun,
    testRun,
    processStart,
    processRead,
    processWait,
    processWrite,
    processStop,
    processList,
    secretScan,
    codeDuplicates,
    gitStatus,
    gitDiff,
    gitLog,
    gitShow,
    gitBranchCreate,
    gitSwitch,
    gitStage,
    gitCommit,
    gitPush,
  ],
  prompts: [refactorCode],
});
