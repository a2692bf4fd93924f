/** Commands that are part of bash and change nothing but what they print; every other one could change how the line is read. */
export const harmlessBuiltins: ReadonlySet<string> = new Set([':', 'echo', 'false', 'printf', 'pwd', 'test', 'true']);

/** Every command that is part of bash: it runs instead of a program of this name. */
export const builtins: ReadonlySet<string> = new Set(
  `. : [ alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo enable eval exec exit
  export false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return
  set shift shopt source suspend test times trap true type typeset ulimit umask unalias unset wait`.split(/\s+/),
);

/** Words that bash reads as syntax where a command may start. */
export const keywords: ReadonlySet<string> = new Set(
  'if then else elif fi case esac for select while until do done in function time coproc { } ! [[ ]]'.split(' '),
);
