#!/bin/sh
# Makes the start-up cache (JDK 25, JEP 514) of one kind of command; started by ./vigy in the background.
#
# usage: aot.sh command|run|serve JAVA BUILD_FOLDER CLASS_PATH FLAGS
# Trained on one small path on purpose: a cache of everything was measured slower than none.
set -eu
kind=$1 java=$2 build=$3 class_path=$4 flags=$5
work=$build/$kind.training
new=$work/new.aot

# Let the command that the user waits for go first.
sleep 1

train() {
  # shellcheck disable=SC2086 # options are words
  nice -n 10 "$java" $flags -Xlog:disable "-XX:AOTCacheOutput=$new" -cp "$class_path" dev.vigy.cli.Main "$@" >/dev/null 2>&1 || :
}

case $kind in
command)
  train eval -e '(begin (define (f n acc) (if (= n 0) acc (f (- n 1) (cons n acc)))) (map (lambda (x) (* x x)) (f 20 (list))))'
  ;;
run)
  # The README's own example: the tests keep it right.
  examples=$(CDPATH='' cd -- "$(dirname "$0")/../examples" && pwd)
  train run "$examples/folder-limit/folder-limit.vigy" --param dir="$examples/folder-limit/sample" \
    --allow file="$examples" --every 100ms --for 2s
  ;;
serve)
  # Ends by a signal, as it does in life; the cache is written on the way out.
  # shellcheck disable=SC2086 # options are words
  nice -n 10 "$java" $flags -Xlog:disable "-XX:AOTCacheOutput=$new" -cp "$class_path" dev.vigy.cli.Main \
    serve --addr 127.0.0.1:0 --db "$work/train.db" >/dev/null 2>&1 &
  server=$!
  sleep 5
  kill -TERM "$server"
  wait "$server" || :
  ;;
esac
[ -s "$new" ] && mv "$new" "$build/$kind.aot"
rm -f "$work"/train*
