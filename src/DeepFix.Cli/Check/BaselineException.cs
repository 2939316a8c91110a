namespace DeepFix.Cli.Check;

/// <summary>There is no baseline to hold anything against.</summary>
internal sealed class BaselineException(Failure failure) : Exception(failure.Message)
{
    /// <summary>Why not.</summary>
    public Failure Failure => failure with { Message = $"the baseline: {failure.Message}" };
}
