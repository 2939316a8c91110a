namespace DeepFix.Artifacts;

/// <summary>Something wrong with an artifact itself: what could still be read was read.</summary>
/// <param name="File">Path of the artifact within the run.</param>
/// <param name="Line">Line, counted from 1, where there is one.</param>
/// <param name="Problem">What is wrong, in a sentence.</param>
/// <param name="Remedy">What to log instead, in a sentence.</param>
public sealed record RecordFault(string File, int? Line, string Problem, string Remedy)
{
    /// <summary>The fault as a warning of the result.</summary>
    public override string ToString() => Line is { } line ? $"{File}, line {line}: {Problem} {Remedy}" : $"{File}: {Problem} {Remedy}";
}
