using System.Text;
using DeepFix.Agents;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Agents;

public sealed class CausalLinksTests
{
    private static readonly string[] All = [.. Vocabulary.All.Select(c => c.Code).Order(StringComparer.Ordinal)];

    [Fact]
    public void What_accounts_for_what_is_what_was_approved()
    {
        var text = new StringBuilder();
        foreach (string cause in All)
        {
            string[] explained = [.. All.Where(code => CausalLinks.Explains(cause, code))];
            if (explained.Length > 0) text.Append(cause).Append(": ").AppendJoin(' ', explained).Append('\n');
        }

        Approved.Check("causal-links", text.ToString());
    }

    [Fact]
    public void Nothing_accounts_for_itself_and_an_unknown_code_for_nothing()
    {
        All.ShouldAllBe(code => !CausalLinks.Explains(code, code));
        CausalLinks.Explains("weather", Codes.NanLoss).ShouldBeFalse();
    }
}
