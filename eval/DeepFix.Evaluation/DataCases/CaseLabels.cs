namespace DeepFix.Evaluation.DataCases;

/// <summary>What measurement says of a data set recorded with deepchecks.</summary>
/// <param name="Name">The case.</param>
/// <param name="Faults">Codes that are present.</param>
/// <param name="Known">All codes that are scored: those of the faults and of whatever else was measured, without the ambiguous ones.</param>
/// <param name="IsControl">Whether nothing was put in.</param>
internal sealed record CaseLabels(string Name, IReadOnlyCollection<string> Faults, IReadOnlyList<string> Known, bool IsControl)
{
    /// <summary>Reads the labels in a case's folder.</summary>
    public static CaseLabels Read(string folder)
    {
        LabelFile labels = LabelFile.Read(Path.Combine(folder, "labels.yaml"));
        IReadOnlyList<string> faults = labels.Texts("faults");
        string[] known = [.. labels.Names("verified").Union(faults, StringComparer.Ordinal).Except(labels.Texts("ambiguous"), StringComparer.Ordinal).Except(labels.Texts("not_applicable"), StringComparer.Ordinal)];
        return new CaseLabels(Path.GetFileName(folder), [.. faults], known, labels.Text("control") == "true");
    }
}
