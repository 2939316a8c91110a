namespace DeepFix;

/// <summary>What a detector says of a run: found, clean, or not assessable.</summary>
public abstract record Detection
{
    private Detection()
    {
    }

    /// <summary>The fault is there.</summary>
    /// <param name="Findings">One finding, or several where one look settles several codes; never empty.</param>
    public sealed record Found(IReadOnlyList<Finding> Findings) : Detection
    {
        /// <summary>A single finding.</summary>
        public Found(Finding finding) : this([finding])
        {
        }
    }

    /// <summary>The fault was looked for and is not there.</summary>
    /// <param name="Measured">The numbers that say so.</param>
    public sealed record Clean(params IReadOnlyList<Evidence> Measured) : Detection;

    /// <summary>The record does not allow a verdict.</summary>
    /// <param name="Because">Why not, in a sentence.</param>
    /// <param name="LogToEnable">What to log, or to do, so that the next run can be judged.</param>
    public sealed record NotAssessable(string Because, string LogToEnable) : Detection;
}
