using System.Text.RegularExpressions;

namespace DeepFix.Testing;

/// <summary>Filters of equalities joined with "and", the part of MLflow's language that DeepFix asks for.</summary>
internal static partial class FakeFilter
{
    public static Func<FakeRun, bool> Parse(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter)) return static _ => true;

        var clauses = And().Split(filter).Select(Clause).ToArray();
        return run => Array.TrueForAll(clauses, clause => clause(run));
    }

    private static Func<FakeRun, bool> Clause(string text)
    {
        var match = Equality().Match(text);
        if (!match.Success) throw FakeErrorException.Invalid($"Invalid clause(s) in filter string: '{text}'.");

        string key = match.Groups["key"].Value.Trim('`', '"');
        string value = match.Groups["value"].Value;
        return match.Groups["kind"].Value.ToLowerInvariant() switch
        {
            "tags" or "tag" => run => run.Tags.GetValueOrDefault(key) == value,
            "params" or "param" or "parameters" => run => run.Params.GetValueOrDefault(key) == value,
            _ => key.ToLowerInvariant() switch
            {
                "status" => run => run.Status.Equals(value, StringComparison.OrdinalIgnoreCase),
                "run_name" or "name" => run => run.Name == value,
                "run_id" => run => run.Id == value,
                _ => throw FakeErrorException.Invalid($"Invalid attribute key '{key}' specified."),
            },
        };
    }

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*((?<kind>tags?|params?|parameters|attributes?|attr|run)\.)?(?<key>`[^`]+`|""[^""]+""|[\w.]+)\s*=\s*['""](?<value>[^'""]*)['""]\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Equality();
}
