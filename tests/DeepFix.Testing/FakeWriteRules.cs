using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepFix.Testing;

/// <summary>What MLflow refuses of what is logged.</summary>
internal static partial class FakeWriteRules
{
    public const int LongestParam = 6000;
    public const int LongestTag = 8000;
    public const long LongestBatchBody = 1_000_000;

    public static void CheckSizes(int metrics, int parameters, int tags)
    {
        Limit("metrics", metrics, 1000);
        Limit("params", parameters, 100);
        Limit("tags", tags, 100);
        Limit("metrics, params, and tags", metrics + parameters + tags, 1000);
    }

    public static void CheckMetric(FakeMetric metric)
    {
        CheckKey(metric.Key, "Metric name");
        if (metric.Timestamp < 0)
            throw FakeErrorException.Invalid(string.Create(CultureInfo.InvariantCulture, $"Invalid value {metric.Timestamp} for parameter 'metrics[0].timestamp' supplied: Timestamp must be a nonnegative long (64-bit integer)"));
    }

    public static void CheckKey(string key, string what)
    {
        if (key.Length == 0) throw FakeErrorException.Required("key");
        if (!Names().IsMatch(key))
            throw FakeErrorException.Invalid($"Invalid value \"{key}\" for parameter 'name' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
        if (key.Split('/').Any(static part => part is "" or "." or ".."))
            throw FakeErrorException.Invalid($"Invalid value \"{key}\" for parameter 'name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such.");
        if (key.Length > 250) throw FakeErrorException.Invalid($"'{what}' exceeds the maximum length of 250 characters");
    }

    public static void CheckConflict(FakeRun run, string key, string value)
    {
        if (run.Params.TryGetValue(key, out string? before) && before != value)
            throw FakeErrorException.Invalid($"Changing param values is not allowed. Param with key='{key}' was already logged with value='{before}' for run ID='{run.Id}'. Attempted logging new value '{value}'.");
    }

    private static void Limit(string what, int count, int most)
    {
        if (count > most)
            throw FakeErrorException.Invalid(string.Create(CultureInfo.InvariantCulture, $"A batch logging request can contain at most {most} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again."));
    }

    [GeneratedRegex(@"^[/\w.\- :]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
