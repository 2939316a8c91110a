namespace DeepFix.Evaluation.Wild;

/// <summary>What two readers saw in the plots of somebody else's run.</summary>
/// <param name="Name">The run.</param>
/// <param name="Repository">Where it comes from: runs of one repository resemble each other.</param>
/// <param name="Clear">Codes that should be found; <c>healthy</c> where nothing should.</param>
/// <param name="Defensible">All codes that may be found.</param>
/// <param name="MustNot">Codes that are wrong to report.</param>
internal sealed record WildLabels(string Name, string Repository, IReadOnlyList<string> Clear, IReadOnlyList<string> Defensible, IReadOnlyList<string> MustNot)
{
    /// <summary>Reads the labels in a run's folder.</summary>
    public static WildLabels Read(string folder)
    {
        LabelFile labels = LabelFile.Read(Path.Combine(folder, "labels.yaml"));
        string source = Path.Combine(folder, "source.yaml"), name = Path.GetFileName(folder);
        IReadOnlyList<LabelFile> findings = labels.Entries("findings");
        return new WildLabels(
            name,
            File.Exists(source) ? LabelFile.Read(source).Text("repo") : name,
            [.. findings.Where(f => f.Text("certainty") == "clear").Select(f => f.Text("code"))],
            [.. findings.Select(f => f.Text("code"))],
            labels.Texts("must_not"));
    }
}
