using System.Globalization;
using System.Text;

namespace DeepFix.Mlflow.Rest;

/// <summary>MLflow's rules for keys and values, checked before anything is sent: the server would refuse, or cut in silence.</summary>
internal static class WriteRules
{
    public const int LongestKey = 250;
    public const int LongestParamValue = 6000;
    public const int LongestTagValue = 8000;

    public static void CheckMetric(string key, MetricPoint point)
    {
        CheckKey("metric", key);
        if (point.Timestamp < 0)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"The metric '{key}' has the timestamp {point.Timestamp}, before 1970."), "Give the milliseconds since 1970 UTC.");
    }

    public static void CheckParam(string key, string value)
    {
        CheckKey("param", key);
        CheckLength("param", key, value, LongestParamValue);
    }

    public static void CheckTag(string key, string value)
    {
        CheckKey("tag", key);
        CheckLength("tag", key, value, LongestTagValue);
    }

    public static void CheckKey(string what, string key)
    {
        if (key.Length == 0) throw Invalid($"A {what} has an empty key.", "Give it a key.");

        int length = Length(key);
        if (length > LongestKey)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"The key of a {what} has {length} characters, and MLflow takes at most {LongestKey}: '{key[..40]}…'."), "Shorten it.");

        foreach (var rune in key.EnumerateRunes())
        {
            if (!IsAllowed(rune)) throw Invalid($"The key '{key}' of a {what} holds '{rune.ToString()}'.", "MLflow's keys take letters, digits and _ - . space : / only.");
        }

        if (IsAmbiguousPath(key)) throw Invalid($"The key '{key}' of a {what} is not plain when read as a path.", "Leave out leading and trailing slashes, double slashes, and the parts . and ..");
    }

    private static void CheckLength(string what, string key, string value, int most)
    {
        int length = Length(value);
        if (length > most)
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"The {what} '{key}' has {length} characters, and MLflow keeps {most}."), "Shorten it, or store it as an artifact.");
    }

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static bool IsAllowed(Rune rune) => rune.Value is '_' or '-' or '.' or ' ' or ':' or '/'
        || Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // The file store keeps a metric in a file of its name.
    private static bool IsAmbiguousPath(string key) => Array.Exists(key.Split('/'), static part => part is "" or "." or "..");

    private static MlflowException Invalid(string message, string remedy) => new(MlflowErrorCode.InvalidParameter, message, remedy);
}
