using CsCheck;
using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed class WrappingTests
{
    [Fact]
    public void Lines_break_at_words_and_an_ellipsis_says_what_is_missing()
    {
        Wrapping.Lines("one two three four five six", "  ", 12, 2).ShouldBe(["  one two", "  three …"]);
        Wrapping.Lines("one two three four", "  ", 12, 2).ShouldBe(["  one two", "  three four"]);
        Wrapping.Lines("", "  ", 12, 2).ShouldBeEmpty();
    }

    [Fact]
    public void No_line_of_ordinary_words_is_wider_than_asked_and_no_word_is_lost_without_a_mark()
        => Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 9].List[0, 40], Gen.Int[1, 5]).Sample((words, maxLines) =>
        {
            string[] lines = [.. Wrapping.Lines(string.Join(' ', words), "  ", 24, maxLines)];
            lines.Length.ShouldBeLessThanOrEqualTo(maxLines);
            lines.ShouldAllBe(l => l.Length <= 24);
            string[] said = [.. lines.SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
            if (said is [.., "…"]) words.Take(said.Length - 1).ShouldBe(said.SkipLast(1));
            else said.ShouldBe(words);
        });
}
