#!/usr/bin/env bash
# Stands for systemd in the documents' commands: starts, stops and reloads what the installed unit says.
set -u
unit=$ROOT/etc/systemd/system/wenda.service
pid_file=$ROOT/pid
log=$ROOT/service.log
command() {
    sed -n "s|^$1=/usr/local/bin/wenda|$REAL_WENDA|p" "$unit" | sed "s|/etc/|$ROOT/etc/|g"
}
start() {
    : >"$log"
    # As LoadCredential and its variable do.
    TELOXIDE_TOKEN_FILE=$ROOT/etc/wenda/token setsid $(command ExecStart) </dev/null >/dev/null 2>"$log" &
    echo $! >"$pid_file"
    for _ in $(seq 600); do
        grep -q "Telegram knows us" "$log" && return 0
        sleep 0.05
    done
    cat "$log" >&2
    return 1
}
stop() {
    [ -e "$pid_file" ] || return 0
    kill -TERM "$(cat "$pid_file")"
    while kill -0 "$(cat "$pid_file")" 2>/dev/null; do sleep 0.05; done
    rm "$pid_file"
}
case $1 in
enable | start) start ;;
restart) stop && start ;;
stop) stop ;;
reload) $(command ExecReload) ;;
esac
