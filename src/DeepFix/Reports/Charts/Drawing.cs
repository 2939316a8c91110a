using System.Globalization;

namespace DeepFix.Reports.Charts;

/// <summary>The few shapes that charts are made of. Widths are shares of the chart, heights pixels: a chart fits any screen while its text keeps its size.</summary>
internal static class Drawing
{
    public static string Share(double part) => Math.Round(part * 100, 2).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static string Pixels(double pixels) => Math.Round(pixels, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public static Html Text(double x, double y, string classes, Html text) => Html.Element("text", text).With("x", Share(x)).With("y", Pixels(y)).Class(classes);

    public static Html Vertical(double x, double top, double bottom, string classes)
        => Html.Element("line").With("x1", Share(x)).With("x2", Share(x)).With("y1", Pixels(top)).With("y2", Pixels(bottom)).Class(classes);

    public static Html Horizontal(double y, string classes)
        => Html.Element("line").With("x1", "0").With("x2", "100%").With("y1", Pixels(y)).With("y2", Pixels(y)).Class(classes);

    public static Html Area(double from, double to, double top, double bottom, string classes)
        => Html.Element("rect").With("x", Share(from)).With("width", Share(Math.Max(to - from, 0))).With("y", Pixels(top)).With("height", Pixels(bottom - top)).Class(classes);

    public static Html Dot(double x, double y, double radius, string classes)
        => Html.Element("circle").With("cx", Share(x)).With("cy", Pixels(y)).With("r", Pixels(radius)).Class(classes);
}
