using System.Text;

namespace DeepFix;

/// <summary>Renders evidence for people. Every number in the text is one of the items'.</summary>
public static class EvidenceText
{
    /// <summary>All items in a row, separated by semicolons.</summary>
    public static string Render(IEnumerable<Evidence> items) => string.Join("; ", items.Select(Render));

    /// <summary>One item: what was measured, its value, unit, limit and stretch.</summary>
    public static string Render(Evidence item)
    {
        var text = new StringBuilder(item.Measure).Append(": ").Append(Significant.Text(item.Value, 6));
        if (item.Unit is { Length: > 0 } unit) text.Append(' ').Append(unit);
        if (item.Limit is { } limit) text.Append(" (limit: ").Append(item.Side == LimitSide.AtLeast ? "at least " : "at most ").Append(Significant.Text(limit, 6)).Append(')');
        if (item.FromStep is { } from && item.ToStep is { } to && from != to) text.Append(", steps ").Append(from).Append(" to ").Append(to);
        else if ((item.FromStep ?? item.ToStep) is { } at) text.Append(", step ").Append(at);
        return text.ToString();
    }
}
