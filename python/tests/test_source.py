"""The package as it is shipped: for every Python from 3.9 on, typed, small, without dependencies."""

import ast
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src/deepfix").rglob("*.py"))


class Source(unittest.TestCase):
    def test_every_file_parses_as_python_3_9(self):
        for path in SOURCES:
            with self.subTest(path.name):
                tree = ast.parse(path.read_text("utf-8"), feature_version=(3, 9))
                # Unquoted "X | Y" in annotations would be evaluated at run time without this import.
                has_code = any(not isinstance(n, ast.Expr) for n in tree.body)
                self.assertTrue(not has_code or "from __future__ import annotations" in path.read_text("utf-8"))

    def test_nothing_but_the_standard_library_is_imported_with_the_package(self):
        code = "import sys; import deepfix; print(*sorted({m.split('.')[0] for m in sys.modules}))"
        loaded = set(subprocess.run([sys.executable, "-S", "-c", code], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True).stdout.split())
        foreign = loaded - set(sys.stdlib_module_names) - {"deepfix", "__main__", "__mp_main__"} if hasattr(sys, "stdlib_module_names") else set()
        self.assertEqual(set(), {name for name in foreign if not name.startswith("_")})

    def test_mypy_is_content(self):
        mypy = shutil.which("mypy") or "/usr/bin/mypy"
        if not pathlib.Path(mypy).exists():
            self.skipTest("mypy is not installed")
        with tempfile.TemporaryDirectory() as cache:
            done = subprocess.run([mypy, "--strict", "--cache-dir", cache, "--config-file", "pyproject.toml"], cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_the_wheel_is_small_and_holds_the_typing_marker(self):
        if importlib.util.find_spec("setuptools") is None or importlib.util.find_spec("wheel") is None or importlib.util.find_spec("pip") is None:
            self.skipTest("pip, setuptools or wheel is not installed")
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "package"
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("tests", "__pycache__", "build", "*.egg-info"))
            done = subprocess.run([sys.executable, "-m", "pip", "wheel", "--no-index", "--no-build-isolation", "--no-deps", "-q", "-w", folder, str(copy)], capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr[-2000:])
            wheel = next(pathlib.Path(folder).glob("deepfix-*-py3-none-any.whl"))
            self.assertLess(wheel.stat().st_size, 80_000)
            with zipfile.ZipFile(wheel) as archive:
                names = archive.namelist()
                metadata = archive.read(next(n for n in names if n.endswith("METADATA"))).decode()
            self.assertIn("deepfix/py.typed", names)
            self.assertEqual(len(SOURCES), sum(n.startswith("deepfix/") and n.endswith(".py") for n in names))
            self.assertNotIn("Requires-Dist", metadata)
            # Installed from the file alone into an empty folder, it is whole.
            target = pathlib.Path(folder) / "installed"
            subprocess.run([sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "-q", "--target", str(target), str(wheel)], capture_output=True, check=True)
            code = "import deepfix; from deepfix.client import DeepFixClient; print(deepfix.__file__)"
            done = subprocess.run([sys.executable, "-S", "-c", code], env={"PYTHONPATH": str(target)}, capture_output=True, text=True, check=True)
            self.assertIn(str(target), done.stdout)

    def test_snippets_of_the_documents_are_python_and_name_what_there_is(self):
        import re

        import deepfix

        for path in (ROOT / "README.md", ROOT.parent / "docs/python.md"):
            blocks = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
            self.assertTrue(blocks)
            for block in blocks:
                for node in ast.walk(ast.parse(block)):
                    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "deepfix":
                        self.assertTrue(hasattr(deepfix, node.attr), node.attr)

    def test_every_argument_is_documented_with_its_default(self):
        from dataclasses import fields

        from deepfix.settings import Settings

        text = (ROOT.parent / "docs/python.md").read_text("utf-8")
        for field in fields(Settings):
            self.assertIn(f"`{field.name}`", text)


if __name__ == "__main__":
    unittest.main()
