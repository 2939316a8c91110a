using DeepFix.Api;

namespace DeepFix.Reports.Charts;

/// <summary>An interval as a bar beside nothing at all, as of what an action brought in measured runs. Bars of a plan, or of a comparison, share a scale.</summary>
internal static class EffectBar
{
    private const double Height = 22;

    /// <summary>What an action is expected to bring.</summary>
    public static Html Render(ExpectedEffect effect, IEnumerable<ExpectedEffect> plan)
        => Render(effect.Low, effect.High, [.. plan.Select(e => (e.Low, e.High))], effect.High > 0 ? "better" : "even");

    /// <summary>An interval beside nothing at all.</summary>
    /// <param name="from">Its lower end.</param>
    /// <param name="to">Its upper end.</param>
    /// <param name="all">The intervals that share the scale.</param>
    /// <param name="kind">better, worse or even.</param>
    public static Html Render(double from, double to, IReadOnlyList<(double Low, double High)> all, string kind)
    {
        double low = Math.Min(0, all.Min(e => e.Low)), high = Math.Max(0, all.Max(e => e.High)), span = high - low;
        if (span <= 0 || !double.IsFinite(span)) return Html.Empty;
        double At(double value) => 0.02 + (0.96 * (value - low) / span);
        return Html.Element(
            "svg",
            Drawing.Horizontal(Height / 2, "frame"),
            Drawing.Area(At(from), Math.Max(At(to), At(from) + 0.01), (Height / 2) - 5, (Height / 2) + 5, $"effect {kind}"),
            Drawing.Vertical(At(0), 2, Height - 2, "zero"))
            .Class("effect-bar").With("height", Drawing.Pixels(Height)).With("aria-hidden", "true");
    }
}
