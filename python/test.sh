#!/usr/bin/env bash
# Passes the tests of the Python package; extra arguments name test modules. Ends with how many succeeded, failed and were skipped.
# Takes the first Python that has torch, or DEEPFIX_PYTHON.
set -uo pipefail
cd "$(dirname "$0")/tests"
for python in ${DEEPFIX_PYTHON:-python3 /usr/bin/python3}; do
  if "$python" -c 'import torch' 2>/dev/null; then break; fi
done
exec env PYTHONPATH="../src:." PYTHONDONTWRITEBYTECODE=1 "$python" -W error::DeprecationWarning:deepfix run.py "$@"
