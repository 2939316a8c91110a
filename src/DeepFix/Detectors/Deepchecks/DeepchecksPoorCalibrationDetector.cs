using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>The Brier score in test is worse than probabilities of the same power to separate would give if they were honest.</summary>
public sealed class DeepchecksPoorCalibrationDetector(DeepchecksPoorCalibrationDetector.Limits limits) : Detector<DeepchecksArtifacts>
{
    /// <summary>With the default limits.</summary>
    public DeepchecksPoorCalibrationDetector() : this(new Limits())
    {
    }

    /// <inheritdoc/>
    public override string Code => Codes.PoorCalibration;

    /// <inheritdoc/>
    public override IReadOnlyList<Limit> AllLimits => [limits.Excess, limits.Noise];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Reads => ["Calibration Score", "Roc Report", "Train Test Performance"];

    /// <inheritdoc/>
    public override Detection Detect(DeepchecksArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<(string Split, string Class, double Rows)> sizes = [.. artifacts.Scores().Where(s => s.Split == "Test" && s.Rows > 0).Select(s => (s.Split, s.Class, s.Rows)).Distinct()];
        double all = sizes.Sum(s => s.Rows);
        List<KeyValuePair<string, JsonNode?>> brier = InTest(artifacts, "Calibration Score"), areas = InTest(artifacts, "Roc Report");
        List<(double Honest, double Excess)> classes = [];
        foreach ((string name, JsonNode? node) in brier)
        {
            // Of two classes deepchecks scores one, under a number here and under its name there.
            (string matched, JsonNode? area) = brier.Count == 1 && areas.Count == 1 ? areas[0] : areas.FirstOrDefault(a => a.Key == name);
            double rows = sizes.FirstOrDefault(s => s.Class == matched).Rows;
            if (Checks.Number(node) is not { } score || Checks.Number(area) is not { } power || rows <= 0 || rows >= all) continue;
            double honest = CalibratedBrier.Expected(power, rows / all);
            classes.Add((honest, score - honest));
        }

        if (classes.Count == 0)
            return new Detection.NotAssessable("The checks Calibration Score and Roc Report did not run, or the rows of the classes are not known.", "Run deepchecks' model evaluation suite on a classifier that gives probabilities.");
        double excess = Math.Max(0, classes.Average(c => c.Excess));
        Evidence evidence = limits.Excess.Judge("Brier score in test above that of honest probabilities, mean over the classes", excess, "Calibration Score");
        bool isNoise = !limits.Noise.IsCrossedBy(excess * 2 * Math.Sqrt(all) / Math.Sqrt(classes.Average(c => c.Honest)));
        return DataFinding.Judge(
            Code,
            [isNoise ? evidence with { Limit = null, Side = null } : evidence],
            _ => Severity.Medium,
            Certainty.Tested,
            _ => $"The Brier score in test lies {Significant.Text(excess, 2)} above that of honest probabilities of the same power to separate, on average over {DataFinding.Count(classes.Count)} scored classes. The classes may be told apart well, but the probabilities cannot be taken at their word.");
    }

    private static List<KeyValuePair<string, JsonNode?>> InTest(DeepchecksArtifacts artifacts, string check)
        => [.. artifacts.Values(check).Where(v => v.Split is null or "test").SelectMany(v => Checks.Members(v.Value))];

    /// <summary>Where the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Brier score in test above that of calibrated probabilities with the same area under the ROC curve, mean over the classes.</summary>
        public Limit Excess { get; init; } = Limit.AtMost(0.0225, "Brier", 0, 1, "Brier score in test above that of calibrated probabilities with the same area under the ROC curve, mean over the classes.", "The square of an expected calibration error of 0.15.");

        /// <summary>Excess in standard errors of a Brier score over as many rows.</summary>
        public Limit Noise { get; init; } = Limit.AtMost(2, "deviations", 0, 10, "Excess in standard errors of a Brier score over as many rows.", "Two standard errors.");
    }
}
