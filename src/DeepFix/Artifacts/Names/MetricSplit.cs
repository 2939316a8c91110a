namespace DeepFix.Artifacts.Names;

/// <summary>The rows that a metric was measured on, as far as its name says.</summary>
internal enum MetricSplit
{
    Unsaid,
    Train,
    Val,
    Test,
}
