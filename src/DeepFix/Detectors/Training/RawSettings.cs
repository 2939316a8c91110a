using System.Globalization;
using System.Text;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Detectors.Training;

/// <summary>Declared settings that the contract has no name for, by the names that frameworks give them: lower case, one underscore between words.</summary>
internal sealed class RawSettings
{
    private readonly SortedDictionary<string, (string Key, string Text)> _byName = new(StringComparer.Ordinal);

    /// <summary>The settings of a run.</summary>
    public RawSettings(TrainingParameters parameters)
    {
        foreach ((string key, string text) in parameters.Raw.OrderBy(p => p.Key, StringComparer.Ordinal)) _byName.TryAdd(Normal(key), (key, Scalars.Unquoted(text)));
    }

    /// <summary>The first of the names that is declared, whole or as the end of a longer name; null where none is, or where it says that there is nothing.</summary>
    public (string Key, string Text)? Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_byName.TryGetValue(name, out (string Key, string Text) whole) && !Scalars.IsNone(whole.Text)) return whole;
        }

        foreach (string name in names)
        {
            foreach ((string declared, (string Key, string Text) setting) in _byName)
            {
                if (declared.EndsWith("_" + name, StringComparison.Ordinal) && !Scalars.IsNone(setting.Text)) return setting;
            }
        }

        return null;
    }

    /// <summary>The first of the names whose value is a finite number.</summary>
    public (string Key, double Value)? Number(params ReadOnlySpan<string> names)
        => Find(names) is { } found && Scalars.TryNumber(found.Text, out double value) && double.IsFinite(value) ? (found.Key, value) : null;

    /// <summary>The numbers of a setting that is written as a list or a tuple; empty where it is not declared or no such list.</summary>
    public (string Key, double[] Values)? Numbers(params ReadOnlySpan<string> names)
    {
        if (Find(names) is not { } found) return null;
        string[] parts = found.Text.Trim('[', ']', '(', ')', ' ').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        double[] values = [.. parts.Select(p => Scalars.TryNumber(p, out double value) ? value : double.NaN)];
        return values.Length > 0 && Array.TrueForAll(values, double.IsFinite) ? (found.Key, values) : null;
    }

    /// <summary>Whether a setting is switched on; null where it is not declared or says something else.</summary>
    public bool? Truth(params ReadOnlySpan<string> names) => Find(names) is { } found ? Scalars.Truth(found.Text) : null;

    /// <summary>The first setting, in order of name, whose name contains a part and whose value is neither nothing nor zero nor switched off.</summary>
    public (string Key, string Text)? Containing(string part)
    {
        foreach ((string declared, (string Key, string Text) setting) in _byName)
        {
            bool isOff = Scalars.IsNone(setting.Text) || Scalars.Truth(setting.Text) == false || (Scalars.TryNumber(setting.Text, out double value) && value == 0);
            if (declared.Contains(part, StringComparison.Ordinal) && !isOff) return setting;
        }

        return null;
    }

    /// <summary>A number as it may have been declared.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Normal(string key)
    {
        var normal = new StringBuilder(key.Length);
        foreach (char c in key)
        {
            char next = char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_';
            if (next != '_' || (normal.Length > 0 && normal[^1] != '_')) normal.Append(next);
        }

        return normal.ToString().Trim('_');
    }
}
