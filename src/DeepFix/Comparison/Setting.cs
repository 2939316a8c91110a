using System.Globalization;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Comparison;

/// <summary>One declared or measured setting of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, for people.</param>
/// <param name="Family">What it does.</param>
internal sealed record Setting(string Name, string Value, SettingFamily Family)
{
    /// <summary>Widths beyond which two values are as different as any two: half a decade of a ratio, a fifth of a share.</summary>
    private const double RatioWidth = 0.5, ShareWidth = 0.2;

    /// <summary>A rate or weight of zero lies below every value that has an effect.</summary>
    private const double Smallest = 1e-7;

    /// <summary>A measured value differs from another when they lie further apart than this, in widths; a declared one always does.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>What the value counts for on its scale, where that is not the value itself: a learning rate is read against its optimiser's usual one.</summary>
    public double? Effective { get; init; }

    /// <summary>What equal values have in common.</summary>
    public string Key => Number(Value) is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : Value.Trim().ToLowerInvariant();

    /// <summary>Likeness of two values to the training, 1 for the same and 0 for as different as any.</summary>
    public static double Likeness(Setting? a, Setting? b)
    {
        if (a is null || b is null) return a is null && b is null ? 1 : 0;
        if (a.PlaceOf() is not { } x || b.PlaceOf() is not { } y) return a.Key == b.Key ? 1 : 0;
        double apart = x - y;
        return Math.Exp(-apart * apart / 2);
    }

    /// <summary>Whether two values count as changed.</summary>
    public static bool Differ(Setting? a, Setting? b)
    {
        if (a is null || b is null) return a is not null || b is not null;
        if (a.Key == b.Key) return false;
        return !a.IsMeasured || a.PlaceOf() is not { } x || b.PlaceOf() is not { } y || Math.Abs(x - y) > 0.25;
    }

    private double? PlaceOf()
    {
        if (Family.Scale == ValueScale.Kind || (Effective ?? Number(Value)) is not { } number || !double.IsFinite(number)) return null;
        if (Family.Scale == ValueScale.Share) return number / ShareWidth;
        return number >= 0 ? Math.Log10(Math.Max(number, Smallest)) / RatioWidth : null;
    }

    private static double? Number(string text) => Scalars.TryNumber(text, out double number) ? number : null;
}
