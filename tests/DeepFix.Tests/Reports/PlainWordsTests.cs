using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed class PlainWordsTests
{
    /// <summary>Words that a reader who does not train models would have to look up.</summary>
    private static readonly string[] Jargon = ["epoch", "gradient", "loss", "overfit", "hyper", "logit", "softmax", "batch", "optimi", "validation", "regulari", "NaN", "parameter"];

    [Fact]
    public void Every_code_and_every_action_has_a_sentence_of_its_own()
    {
        string[] codes = [.. Vocabulary.All.Select(c => PlainWords.OfCode(c.Code))];
        codes.ShouldBeUnique();
        codes.ShouldAllBe(s => s.EndsWith('.') && s.Contains(' ', StringComparison.Ordinal));
        foreach (CodeEntry code in Vocabulary.All) PlainWords.OfCode(code.Code).ShouldNotBe(Knowledge.CodePages.TitleOf(code.Code) + ".", code.Code);
        Vocabulary.AllActions.Keys.Where(a => PlainWords.OfAction(a) is null).ShouldBeEmpty();
    }

    [Fact]
    public void None_of_them_needs_to_be_looked_up()
    {
        IEnumerable<string> all = Vocabulary.All.Select(c => PlainWords.OfCode(c.Code)).Concat(Vocabulary.AllActions.Keys.Select(a => PlainWords.OfAction(a)!));
        all.Where(s => Jargon.Any(j => s.Contains(j, StringComparison.OrdinalIgnoreCase)) || s.Any(char.IsDigit)).Where(s => !s.Contains("optimises a score", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
