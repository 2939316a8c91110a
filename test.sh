#!/usr/bin/env bash
# Passes the tests, with what they need, and sums up:
#   ./test.sh [fast|services] [--no-build]
# fast: the projects *.Tests, seconds each. services: the projects *.ServiceTests, one after another (real processes, databases,
# browsers, clients) and the Python package. Without either word: both.
# Without the programs that .ci/services starts, the tests that need them are skipped with a reason, unless DEEPFIX_REQUIRE_SERVICES=1.
set -uo pipefail
cd "$(dirname "$0")"
kinds=() build=1
for argument in "$@"; do
  case $argument in
    fast | services) kinds+=("$argument") ;;
    --no-build) build=0 ;;
    *) echo "usage: ./test.sh [fast|services] [--no-build]" >&2; exit 3 ;;
  esac
done
[ "${#kinds[@]}" -gt 0 ] || kinds=(fast services)

services=()
if [ "${DEEPFIX_REQUIRE_SERVICES:-0}" = 1 ] || { command -v moto_server && command -v node; } >/dev/null; then services=(.ci/services); fi
if [ "$build" = 1 ]; then dotnet build DeepFix.slnx -nologo -v quiet || exit 1; fi

log=$(mktemp)
hung=$(mktemp -d)
trap 'rm -rf "$log" "$hung"' EXIT
code=0
# Not a pipe, which would wait for a process that outlived its test and still holds it.
with_services() {
  local ended
  # In braces, so that the shell itself redirects, and knows whom to wait for.
  { "${services[@]+"${services[@]}"}" "$@"; } > >(tee -a "$log") 2>&1
  ended=$?
  for _ in $(seq 50); do kill -0 $! 2>/dev/null || break; sleep 0.1; done
  return "$ended"
}
# A program in which no test has ended for so long is ended, and the tests that hang are named.
none_ended_for() { hang=(--hangdump --hangdump-type None --hangdump-timeout "$1" --results-directory "$hung"); }
for kind in "${kinds[@]}"; do
  if [ "$kind" = fast ]; then
    none_ended_for 2m
    with_services dotnet test "${hang[@]}" --test-modules 'tests/**/bin/Debug/net10.0/DeepFix*.Tests.dll' || code=1
  else
    if compgen -G 'tests/*.ServiceTests' >/dev/null; then
      none_ended_for 8m
      with_services dotnet test "${hang[@]}" --max-parallel-test-modules 1 --test-modules 'tests/**/bin/Debug/net10.0/DeepFix*.ServiceTests.dll' || code=1
    fi
    if [ -x python/test.sh ]; then with_services python/test.sh || code=1; fi
  fi
done

# Both runners end with lines "total: N, failed: N, succeeded: N, skipped: N", one a line.
count() { sed -n "s/^ *$1: \([0-9]*\)$/\1/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
unended=$(cat "$hung"/*hang.log 2>/dev/null)
if [ -n "$unended" ]; then
  printf 'These tests did not end:\n%s\n' "$unended"
  failed=$((failed + $(wc -l <<<"$unended")))
fi
if [ "${DEEPFIX_REQUIRE_SERVICES:-0}" = 1 ] && [ "$skipped" != 0 ]; then
  echo "Tests were skipped although every service is required."
  code=1
fi
if [ "$passed" = 0 ]; then code=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$code"
