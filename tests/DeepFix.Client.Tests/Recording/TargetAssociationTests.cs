using System.Text;
using DeepFix.Client.Recording;

namespace DeepFix.Client.Tests.Recording;

public sealed class TargetAssociationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e6)]
    public void Of_classes_it_is_the_share_of_an_inputs_variance_that_they_explain(double offset)
    {
        var random = new Random(3);
        (float[] Inputs, int Label)[] rows = [.. Enumerable.Range(0, 500).Select(i => (new[] { (float)(offset + i % 3), (float)(offset + (i % 3) + random.NextDouble()), (float)random.NextDouble(), 7 }, i % 3))];
        rows[17].Inputs[1] = float.NaN;
        double[] found = Associations(rows.Select(r => Sample.OfClass(r.Inputs, r.Label)));
        found[0].ShouldBe(1, 1e-6);
        for (int f = 1; f < 3; f++) found[f].ShouldBe(Explained([.. rows.Where(r => !float.IsNaN(r.Inputs[f])).Select(r => ((double)r.Inputs[f], r.Label))]), offset > 0 ? 1e-4 : 1e-5);
        found[2].ShouldBeLessThan(0.05);
        found[3].ShouldBe(0);
    }

    [Fact]
    public void Of_a_numeric_target_it_is_the_squared_correlation()
    {
        var random = new Random(4);
        double[] targets = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble() * 10)];
        double[] noisy = [.. targets.Select(t => (double)(float)(t + (5 * random.NextDouble())))];
        double[] found = Associations(targets.Select((t, i) => Sample.OfTarget(new[] { (float)(-2 * t), (float)noisy[i], 1 }, t)));
        double meanX = noisy.Average(), meanY = targets.Average(), xy = noisy.Zip(targets, (x, y) => (x - meanX) * (y - meanY)).Sum();
        found[0].ShouldBe(1, 1e-6);
        found[1].ShouldBe(xy * xy / (noisy.Sum(x => (x - meanX) * (x - meanX)) * targets.Sum(y => (y - meanY) * (y - meanY))), 1e-5);
        found[2].ShouldBe(0);
    }

    [Fact]
    public void Where_inputs_and_classes_are_too_many_to_be_kept_apart_none_is_written()
        => Statistics(Enumerable.Range(0, 5000).Select(i => Sample.OfClass(new float[400], i))).ShouldNotContain("target_association");

    private static double Explained((double Value, int Label)[] rows)
    {
        double mean = rows.Average(r => r.Value);
        return rows.GroupBy(r => r.Label).Sum(g => g.Count() * Math.Pow(g.Average(r => r.Value) - mean, 2)) / rows.Sum(r => Math.Pow(r.Value - mean, 2));
    }

    private static double[] Associations(IEnumerable<Sample> rows)
        => [.. System.Text.Json.JsonDocument.Parse(Statistics(rows)).RootElement.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("target_association").GetDouble())];

    private static string Statistics(IEnumerable<Sample> rows)
    {
        var data = new DatasetRecord { Name = "toy" };
        data.Add("train", [.. rows]);
        return Encoding.UTF8.GetString(data.Files(TimeSpan.FromHours(1), Recorded.Setup, _ => { }).Single(f => f.Path == RecordFiles.Statistics).Content);
    }
}
