#!/bin/sh
# Stands first on the PATH as `git`. The file `plan` beside it says what happens to the N-th git of a run:
# "before N", "after N", "inside N K CALLS" (killed at the K-th of these system calls), "record 0 0 CALLS", or "none".
here=${0%/*}
printf . >>"$here/count"
n=$(wc -c <"$here/count")
read -r mode at nth calls <"$here/plan"
case " $* " in *" push "*) follow= ;; *) follow=-f ;; esac
case "$mode $at" in
"record 0")
    strace $follow -qq -o "$here/trace.$n" -e "trace=$calls" REAL_GIT "$@"
    code=$?
    printf '%s\t%s\t%s\n' "$n" "$PWD" "$*" >>"$here/log"
    exit $code
    ;;
"before $n") kill -9 0 ;;
"after $n")
    REAL_GIT "$@"
    kill -9 0
    ;;
"inside $n")
    strace $follow -qq -o /dev/null -e "trace=$calls" -e "inject=$calls:signal=KILL:when=$nth" REAL_GIT "$@"
    kill -9 0
    ;;
esac
exec REAL_GIT "$@"
