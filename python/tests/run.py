"""Runs the tests and sums up in the lines that ./test.sh of the repository adds up."""

import sys
import unittest


def main(names):
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names) if names else loader.discover(".", "test_*.py")
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len({id(test) for test, _ in result.failures + result.errors}) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    print(f"Python {sys.version.split()[0]}")
    print(f"  total: {result.testsRun}")
    print(f"  failed: {failed}")
    print(f"  succeeded: {max(0, result.testsRun - failed - skipped)}")
    print(f"  skipped: {skipped}")
    return 1 if failed or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
