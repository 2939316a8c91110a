using System.Globalization;
using System.Text.RegularExpressions;
using DeepFix.Agents;

namespace DeepFix.Knowledge.Tests;

/// <summary>What an item says was measured is held against the table that the engine itself carries and that the evaluation makes.</summary>
public sealed partial class MeasuredClaimTests
{
    private const string Source = "own_runs";

    [Fact]
    public void Every_number_that_was_measured_stands_in_the_casebook()
    {
        Match[] claims = [.. Claims().Select(c => c.Claim)];
        claims.Length.ShouldBeGreaterThanOrEqualTo(10);
        foreach ((string code, Match claim) in Claims())
        {
            CasebookEntry measured = Casebook.Embedded.Find(code, claim.Groups["action"].Value).ShouldNotBeNull($"{code}: {claim.Value}");
            string said = $"{claim.Groups["helped"].Value} of {claim.Groups["runs"].Value} by {claim.Groups["gain"].Value}";
            said.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{measured.Helped} of {measured.Runs} by {measured.Median:0.000}"), $"{code}: the tables were fitted again; write the new numbers.");
        }
    }

    [Fact]
    public void No_other_sentence_claims_a_measurement_of_ours()
    {
        Entry[] measuring = [.. Entries.All.Where(e => e.Sources.Contains(Source) || Ours().IsMatch(e.Content))];
        measuring.Where(e => !e.Sources.Contains(Source)).Select(e => e.Id).ShouldBeEmpty();
        foreach (Entry entry in measuring)
        {
            string sentence = Ours().Match(entry.Content).Value;
            sentence.ShouldStartWith($"Measured on our labelled runs of which `{entry.Id}` was a cause: ");
            Ours().Count(entry.Content).ShouldBe(1);
            Claim().Count(sentence).ShouldBe(sentence.Split(';').Length, sentence);
        }
    }

    private static IEnumerable<(string Code, Match Claim)> Claims()
        => from entry in Entries.All
           from sentence in Ours().Matches(entry.Content)
           from claim in Claim().Matches(sentence.Value)
           select (entry.Id, claim);

    [GeneratedRegex(@"[^\n]*\b(our|own) (labelled )?(runs|corpus)\b[^\n]*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Ours();

    [GeneratedRegex(@"`(?<action>\w+)` \([^)]+\) helped in (?<helped>\d+) of (?<runs>\d+), by (?<gain>-?\d\.\d{3}) of the clean score", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Claim();
}
