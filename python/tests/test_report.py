"""What is printed: a result, line by line as the command line prints it, and a refusal."""

import json
import pathlib
import unittest

from deepfix import calls, report, results

CASES = sorted((pathlib.Path(__file__).parents[2] / "tests/clients/reports").glob("*.json"))


class Report(unittest.TestCase):
    def test_results_are_printed_as_the_command_line_prints_them(self):
        self.assertGreater(len(CASES), 5)
        for path in CASES:
            with self.subTest(path.stem):
                result = results.AnalysisResult(json.loads(path.read_text("utf-8")))
                self.assertEqual(path.with_suffix(".txt").read_text("utf-8"), report.of_result(result) + "\n")

    def test_a_refused_request_is_told_field_by_field(self):
        details = {"field": "context.model_type", "constraint": "must be one of cnn, rnn", "provided": "tree", "suggestion": "Correct it."}
        error = calls.refusal(400, {"error": "VALIDATION_ERROR", "message": "Invalid request", "details": details}, None, ())
        self.assertEqual("Invalid request (VALIDATION_ERROR). context.model_type: must be one of cnn, rnn; given was tree. Correct it.", report.of_error(error))
        details["errors"] = [{"field": "run_id", "constraint": "required", "provided": None}, {"field": "max_results", "constraint": "must be a number from 1 to 20", "provided": 0}]
        error = calls.refusal(400, {"error": "VALIDATION_ERROR", "message": "Invalid request", "details": details}, None, ())
        self.assertIn("run_id: required; given was nothing. max_results: must be a number from 1 to 20; given was 0. ", report.of_error(error))

    def test_an_answer_with_holes_is_printed_all_the_same(self):
        for body in ({}, {"status": "failed", "error": {}}, {"agent_results": [{"analysis": [{"findings": {"severity": "grave", "code": "x"}}]}], "action_plan": [{"expected_effect": {}}], "not_assessed": [{}], "root_causes": [{}]}):
            self.assertTrue(report.of_result(results.AnalysisResult(body)))


if __name__ == "__main__":
    unittest.main()
