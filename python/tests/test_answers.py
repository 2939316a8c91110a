"""What an answer says of itself beside its items."""

import unittest

from deepfix import KnowledgeResponse


class Notes(unittest.TestCase):
    def test_warnings_of_an_answer_are_kept_and_shown(self):
        answer = KnowledgeResponse({"query": "q", "results": [], "warnings": ["Ranked by words alone: <no model>"]})
        self.assertEqual(["Ranked by words alone: <no model>"], answer.warnings)
        self.assertIn("<li>Ranked by words alone: &lt;no model&gt;</li>", answer._repr_html_())

    def test_an_answer_without_warnings_has_none(self):
        self.assertEqual([], KnowledgeResponse({"query": "q", "results": []}).warnings)
        self.assertNotIn("<ul>", KnowledgeResponse({"query": "q"})._repr_html_())


if __name__ == "__main__":
    unittest.main()
