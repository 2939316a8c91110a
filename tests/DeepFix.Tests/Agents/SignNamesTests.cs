using System.Globalization;
using System.Reflection;
using System.Text;
using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Agents;

/// <summary>The fitted table knows signs by their names alone: a name that changes loses its weight.</summary>
public sealed class SignNamesTests
{
    private static readonly string[] All = [.. typeof(SignNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Names_are_distinct_and_not_empty()
    {
        All.ShouldNotBeEmpty();
        All.ShouldAllBe(n => n.Length > 0 && n.All(c => char.IsAsciiLetterLower(c) || c == '_'));
        All.ShouldBeUnique();
    }

    [Fact]
    public void The_signs_of_each_code_are_what_was_approved()
    {
        var text = new StringBuilder();
        foreach ((string code, var signs) in SignNames.ByCode) text.Append(code).Append(": ").AppendJoin(' ', signs.Select(s => (s.For ? "+" : "-") + s.Name)).Append('\n');

        Approved.Check("signs", text.ToString());
    }

    [Fact]
    public void Every_name_is_a_sign_of_some_code_but_the_one_that_stands_in_the_place_of_a_code()
        => SignNames.ByCode.Values.SelectMany(s => s.Select(sign => sign.Name)).Append(SignNames.Anything).Distinct().ShouldBe(All, ignoreOrder: true);

    [Fact]
    public void The_fitted_table_has_the_same_codes_and_no_sign_of_another_name()
    {
        Differential.Embedded.Entries.Select(e => e.Code).ShouldBe(SignNames.ByCode.Keys, ignoreOrder: true);
        foreach (DifferentialEntry entry in Differential.Embedded.Entries)
        {
            entry.Signs.Select(s => s.Name).ShouldBeUnique();
            entry.Signs.Select(s => s.Name).ShouldBeSubsetOf(SignNames.ByCode[entry.Code].Select(s => s.Name));
        }
    }

    [Fact]
    public void The_signs_of_recorded_runs_are_what_was_approved()
    {
        var text = new StringBuilder();
        foreach (string name in RecordedFiles.Names("runs"))
        {
            RunArtifacts run = ArtifactParser.Parse(RecordedFiles.Run("runs", name), cancellationToken: TestContext.Current.CancellationToken);
            text.Append(name).Append('\n');
            foreach (Sign sign in SignReader.Read(run, [], TestContext.Current.CancellationToken).Values)
                text.Append(CultureInfo.InvariantCulture, $"  {sign.Name} {sign.Strength:G6}: {sign.Words} [{sign.Measured?.Measure} = {sign.Measured?.Value:G6} {sign.Measured?.Unit}, {sign.Measured?.Series} {sign.Measured?.FromStep}-{sign.Measured?.ToStep}]\n");
        }

        Approved.Check("signs-of-runs", text.ToString());
    }
}
