using DeepFix.Knowledge.Text;

namespace DeepFix.Knowledge.Tests;

/// <summary>The ways of asking must not repeat the questions that the search is measured by.</summary>
public sealed class AskedAsTests
{
    private const int WordsInARow = 4;
    private const double LargestShare = 0.6;

    [Fact]
    public void No_way_of_asking_repeats_a_development_question()
    {
        List<List<string>> questions = [.. Questions.Development.Select(q => Words.Content(q.Query))];
        Entries.All.SelectMany(e => e.AskedAs.Where(a => questions.Any(q => Repeats(Words.Content(a), q))).Select(a => $"{e.Id}: {a}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("loss jumps up then recovers quickly", "my loss jumps up, recovers after a day", true)]
    [InlineData("gradient norm grows each epoch", "validation score of gradient boosting is noisy", false)]
    public void Repeating_is_told_from_sharing_a_word(string line, string question, bool isRepeated)
        => Repeats(Words.Content(line), Words.Content(question)).ShouldBe(isRepeated);

    private static bool Repeats(List<string> line, List<string> question)
    {
        for (int at = 0; at + WordsInARow <= line.Count; at++)
        {
            for (int other = 0; other + WordsInARow <= question.Count; other++)
            {
                if (line.GetRange(at, WordsInARow).SequenceEqual(question.GetRange(other, WordsInARow))) return true;
            }
        }

        return line.Distinct().Count(question.Contains) > LargestShare * line.Distinct().Count();
    }
}
