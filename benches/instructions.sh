#!/usr/bin/env bash
# Counts the instructions of small fixed runs and holds them against benches/instructions.txt: wall time on shared
# machines is noise, instructions are not. More than a tenth over the baseline fails.
#
#   benches/instructions.sh            compare
#   benches/instructions.sh --update   write the baseline anew
#
# HUCHA names the program; by default the one that the tests run, so that nothing is built for this alone.
set -euo pipefail
cd "$(dirname "$0")/.."

baseline=benches/instructions.txt
tolerance=10
households=2000
update=no
[ "${1:-}" = --update ] && update=yes

hucha=${HUCHA:-}
if [ -z "$hucha" ]; then
    cargo build --locked --quiet
    hucha=target/debug/hucha
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$hucha" demo "$work/roster" --households $households --seed 1 --faults 0.01 --encoding utf8 --no-title-rows \
    --tables 户,人,岗位,比对记录 > /dev/null
codes=$(grep -v '^#' benches/peers/checks.txt | cut -d' ' -f1 | paste -sd,)

# The instructions of one run, those of all its threads.
count() {
    local log="$work/log" rc=0
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$hucha" "$@" > /dev/null 2> "$log" || rc=$?
    # 1: something was found.
    if [ $rc -gt 1 ]; then
        cat "$log" >&2
        exit 2
    fi
    sed -n 's/^.*Collected : *\([0-9]*\).*$/\1/p' "$log"
}

check() { count check "$work/roster" --as-of 2020-12-31 --threads 1 --allow-skipped -q -o "$work/found.csv" "$@"; }

cases=(
    "version   $(count --version)"
    "checks    $(check --select "$codes")"
)
failed=no
lines=()
printf '%-10s %15s %15s %8s\n' case now baseline change
for case in "${cases[@]}"; do
    read -r name now <<< "$case"
    was=$(sed -n "s/^$name *\([0-9]*\)$/\1/p" $baseline 2> /dev/null || true)
    change=new
    if [ -n "$was" ]; then
        tenths=$(((now - was) * 1000 / was))
        change=$(printf '%+d.%d %%' $((tenths / 10)) $((tenths < 0 ? -tenths % 10 : tenths % 10)))
        if [ $tenths -gt $((tolerance * 10)) ]; then
            failed=yes
            change="$change !"
        fi
    fi
    printf '%-10s %15d %15s %8s\n' "$name" "$now" "${was:--}" "$change"
    lines+=("$(printf '%-10s %d' "$name" "$now")")
done
if [ $update = yes ]; then
    {
        echo "# Instructions of small fixed runs: benches/instructions.sh --update. Built by $(rustc --version)."
        printf '%s\n' "${lines[@]}"
    } > $baseline
elif [ $failed = yes ]; then
    echo "more than $tolerance % over the baseline; where that is meant: benches/instructions.sh --update" >&2
    exit 1
fi
