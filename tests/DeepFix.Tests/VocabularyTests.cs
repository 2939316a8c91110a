using System.Reflection;
using DeepFix.Knowledge;

namespace DeepFix.Tests;

public sealed class VocabularyTests
{
    [Fact]
    public void Constants_are_the_codes_of_the_vocabulary()
        => ConstantsOf(typeof(Codes)).ShouldBe(Vocabulary.All.Select(c => c.Code));

    [Fact]
    public void Constants_are_the_actions_of_the_vocabulary()
        => ConstantsOf(typeof(Actions)).ShouldBe(Vocabulary.AllActions.Keys);

    [Fact]
    public void Every_remedy_is_an_action()
        => Vocabulary.All.SelectMany(c => c.Remedies).ShouldAllBe(r => Vocabulary.AllActions.ContainsKey(r));

    [Fact]
    public void Every_page_gives_a_rationale_for_every_remedy_of_its_code()
    {
        CodePages.All.ShouldNotBeEmpty();
        foreach (CodePage page in CodePages.All.Values)
            page.Rationales.Keys.Order(StringComparer.Ordinal).ShouldBe(Vocabulary.Of(page.Code).Remedies.Order(StringComparer.Ordinal), page.Code);
    }

    private static IEnumerable<string> ConstantsOf(Type type)
        => type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
}
