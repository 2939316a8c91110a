namespace DeepFix.Reports.Charts;

/// <summary>A value beside its limit: the healthy side shaded, the value a dot, filled where it crosses.</summary>
internal static class Gauge
{
    private const double Height = 16;

    public static Html Render(Evidence item)
    {
        if (item.Limit is not { } limit) return Html.Empty;
        double low = Math.Min(0, Math.Min(limit, item.Value)), high = Math.Max(0, Math.Max(limit, item.Value)), span = high - low;
        if (span <= 0 || !double.IsFinite(span)) return Html.Empty;
        double At(double value) => 0.04 + (0.92 * (value - low) / span);
        double at = At(limit), middle = Height / 2;
        return Html.Element(
            "svg",
            Drawing.Area(0, 1, middle - 3, middle + 3, "gauge-back"),
            item.Side == LimitSide.AtLeast ? Drawing.Area(at, 1, middle - 3, middle + 3, "gauge-good") : Drawing.Area(0, at, middle - 3, middle + 3, "gauge-good"),
            Drawing.Vertical(at, 1, Height - 1, "gauge-limit"),
            Drawing.Dot(At(item.Value), middle, 4.5, item.CrossesLimit ? "gauge-crossed" : "gauge-kept"))
            .Class("gauge").With("width", "110").With("height", Drawing.Pixels(Height)).With("aria-hidden", "true");
    }
}
