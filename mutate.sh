#!/usr/bin/env bash
# Mutation testing: changes the code in small ways and sees whether a test notices. Takes hours over everything; name a folder to take it alone:
#   ./mutate.sh                 Statistics, Detectors and Agents
#   ./mutate.sh Statistics
# Reports lie in mutation/<folder>/reports. Figures and what they mean: docs/mutation-testing.md.
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD
dotnet tool restore
cd tests/DeepFix.Tests
for folder in "${@:-Statistics Detectors Agents}"; do
  for one in $folder; do
    rm -rf "$root/mutation/$one"
    TestedFolder=$one nice -n 19 dotnet stryker --skip-version-check --mutate "**/$one/**/*.cs" --output "$root/mutation/$one"
  done
done
