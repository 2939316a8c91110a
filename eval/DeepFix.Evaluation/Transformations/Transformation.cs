namespace DeepFix.Evaluation.Transformations;

/// <summary>A documented change of a real run that puts a fault in, or something that only looks like it.</summary>
/// <param name="Code">The code that is tried.</param>
/// <param name="IsFault">Whether the changed run has the fault; else it is a near miss.</param>
/// <param name="Description">What is changed, and for a near miss why it is no fault.</param>
/// <param name="Apply">The changed run; null where a run does not lend itself to the change.</param>
internal sealed record Transformation(string Code, bool IsFault, string Description, Func<RecordedRun, Random, RecordedRun?> Apply)
{
    /// <summary>A change that puts the fault in.</summary>
    public static Transformation Fault(string code, string description, Func<RecordedRun, Random, RecordedRun?> apply) => new(code, true, description, apply);

    /// <summary>A change that only looks like it.</summary>
    public static Transformation NearMiss(string code, string description, Func<RecordedRun, Random, RecordedRun?> apply) => new(code, false, description, apply);
}
