#!/usr/bin/env bash
# Passes every test, with what the tests need: starts the stores that artifacts are tested against, builds, tests, and sums up.
# Without moto_server or Node.js the tests of S3 and Azure are skipped with a reason, unless DEEPFIX_REQUIRE_SERVICES=1.
set -uo pipefail
cd "$(dirname "$0")"
services=()
if [ "${DEEPFIX_REQUIRE_SERVICES:-0}" = 1 ] || { command -v moto_server && command -v node; } >/dev/null; then services=(.ci/services); fi
log=$(mktemp)
"${services[@]+"${services[@]}"}" dotnet test --solution DeepFix.slnx "$@" 2>&1 | tee "$log"
code=${PIPESTATUS[0]}
count() { sed -n "s/^ *$1: \([0-9]*\)$/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
rm -f "$log"
if [ "${DEEPFIX_REQUIRE_SERVICES:-0}" = 1 ] && [ "${skipped:-0}" != 0 ]; then
  echo "Tests were skipped although every service is required."
  code=1
fi
echo "${passed:-0} passed, ${failed:-0} failed, ${skipped:-0} skipped"
exit "$code"
