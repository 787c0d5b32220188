#!/usr/bin/env bash
# Stands for the program in the documents' commands: `run` is stopped once it has begun.
set -u
is_run=no
for word in "$@"; do
    [ "$word" = run ] && is_run=yes
done
if [ $is_run = no ]; then
    exec "$REAL_WENDA" "$@"
fi
log=$(mktemp)
"$REAL_WENDA" "$@" 2>"$log" &
pid=$!
for _ in $(seq 600); do
    grep -q "Telegram knows us" "$log" && break
    kill -0 $pid 2>/dev/null || break
    sleep 0.05
done
kill -TERM $pid 2>/dev/null
wait $pid
code=$?
cat "$log" >&2
exit $code
