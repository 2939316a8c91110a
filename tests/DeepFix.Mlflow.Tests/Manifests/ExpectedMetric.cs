using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>A metric as MLflow's own client read it: whole, or for long ones its ends, sum and hash.</summary>
internal sealed record ExpectedMetric(MetricPoint Latest, int Count, string HistorySha256, IReadOnlyList<MetricPoint>? History, IReadOnlyList<MetricPoint> First, IReadOnlyList<MetricPoint> Last, double? Sum)
{
    public static ExpectedMetric From(YamlNode node)
    {
        var latest = node.At("latest")!;
        return new ExpectedMetric(
            new MetricPoint(latest.Integer("step")!.Value, YamlNodes.Number(latest.At("value")!), latest.Integer("timestamp")!.Value),
            (int)node.Integer("count")!.Value,
            node.Text("history_sha256")!,
            node.At("history") is null ? null : Points(node, "history"),
            Points(node, "first3"),
            Points(node, "last3"),
            node.At("sum_of_values") is { } sum ? YamlNodes.Number(sum) : null);
    }

    /// <summary>The manifest's hash: over lines "step timestamp repr(value)".</summary>
    public static string Sha256(IEnumerable<MetricPoint> points)
    {
        var text = string.Concat(points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Step} {p.Timestamp} {PythonFloat.Repr(p.Value)}\n")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static MetricPoint[] Points(YamlNode node, string key) =>
        [.. node.Items(key).Cast<YamlSequenceNode>().Select(row => new MetricPoint(Whole(row[0]), YamlNodes.Number(row[2]), Whole(row[1])))];

    private static long Whole(YamlNode node) => long.Parse(((YamlScalarNode)node).Value!, CultureInfo.InvariantCulture);
}
