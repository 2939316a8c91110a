namespace DeepFix.Detectors;

/// <summary>A pure function with a name: it measures first, judges second, and states its limits.</summary>
public abstract class Detector
{
    /// <summary>The code of the vocabulary that it judges.</summary>
    public abstract string Code { get; }

    /// <summary>The limits on which its verdict turns, for people who want to know or to set them.</summary>
    public abstract IReadOnlyList<Limit> AllLimits { get; }

    /// <summary>Metric columns or artifact members that it reads, as contract names; those without which it cannot judge come first.</summary>
    public abstract IReadOnlyList<string> Reads { get; }
}

/// <summary>A detector that reads one kind of artifact.</summary>
/// <typeparam name="TArtifacts">The typed artifact that it reads.</typeparam>
public abstract class Detector<TArtifacts> : Detector
{
    /// <summary>Judges an artifact.</summary>
    /// <param name="artifacts">The parsed artifact.</param>
    /// <param name="cancellationToken">Observed at least every 10,000 points.</param>
    public abstract Detection Detect(TArtifacts artifacts, CancellationToken cancellationToken);
}
