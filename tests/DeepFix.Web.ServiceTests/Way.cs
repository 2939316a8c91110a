using System.Globalization;

namespace DeepFix.Web.ServiceTests;

/// <summary>A way of looking at and using the pages.</summary>
/// <param name="Width">Pixels of the window: a telephone's or a desk's.</param>
/// <param name="IsDark">Whether the reader's system is dark.</param>
/// <param name="HasScript">Whether script runs.</param>
/// <param name="ByKeyboard">Whether everything is done by keys; else by mouse.</param>
public sealed record Way(int Width, bool IsDark, bool HasScript, bool ByKeyboard)
{
    /// <summary>All sixteen.</summary>
    public static IReadOnlyList<Way> All { get; } =
        [.. from width in (int[])[360, 1440] from dark in (bool[])[false, true] from script in (bool[])[false, true] from keys in (bool[])[false, true] select new Way(width, dark, script, keys)];

    /// <summary>The experiment whose runs belong to this way alone.</summary>
    public string Experiment => string.Create(CultureInfo.InvariantCulture, $"{Width} {(IsDark ? "dark" : "light")} {(HasScript ? "script" : "plain")} {(ByKeyboard ? "keyboard" : "mouse")}");

    public override string ToString() => Experiment;

    /// <summary>The rows of a theory over all ways.</summary>
    public static TheoryData<int, bool, bool, bool> Rows()
    {
        var rows = new TheoryData<int, bool, bool, bool>();
        foreach (Way way in All) rows.Add(way.Width, way.IsDark, way.HasScript, way.ByKeyboard);
        return rows;
    }
}
