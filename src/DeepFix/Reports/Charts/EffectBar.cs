using DeepFix.Api;

namespace DeepFix.Reports.Charts;

/// <summary>What an action brought in measured runs, from the lower to the upper end of the middle half, beside nothing at all. Bars of a plan share a scale.</summary>
internal static class EffectBar
{
    private const double Height = 22;

    public static Html Render(ExpectedEffect effect, IEnumerable<ExpectedEffect> plan)
    {
        ExpectedEffect[] all = [.. plan];
        double low = Math.Min(0, all.Min(e => e.Low)), high = Math.Max(0, all.Max(e => e.High)), span = high - low;
        if (span <= 0 || !double.IsFinite(span)) return Html.Empty;
        double At(double value) => 0.02 + (0.96 * (value - low) / span);
        return Html.Element(
            "svg",
            Drawing.Horizontal(Height / 2, "frame"),
            Drawing.Area(At(effect.Low), Math.Max(At(effect.High), At(effect.Low) + 0.01), (Height / 2) - 5, (Height / 2) + 5, effect.High > 0 ? "effect" : "effect none"),
            Drawing.Vertical(At(0), 2, Height - 2, "zero"))
            .Class("effect-bar").With("height", Drawing.Pixels(Height)).With("aria-hidden", "true");
    }
}
