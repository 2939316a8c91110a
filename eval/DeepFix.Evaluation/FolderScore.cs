namespace DeepFix.Evaluation;

/// <summary>The score of a folder of labelled runs, pooled and by data set.</summary>
internal sealed class FolderScore(string name)
{
    private readonly SortedDictionary<string, CorpusScore> _perDataSet = new(StringComparer.Ordinal);

    public string Name => name;

    public CorpusScore Pooled { get; } = new();

    public IReadOnlyDictionary<string, CorpusScore> PerDataSet => _perDataSet;

    /// <summary>What went wrong, run by run.</summary>
    public Failures Failures { get; } = new();

    public void Add(LabelledRun run, Prediction prediction)
    {
        if (!_perDataSet.TryGetValue(run.DataSet, out CorpusScore? own)) own = _perDataSet[run.DataSet] = new CorpusScore();
        own.Add(run, prediction);
        Pooled.Add(run, prediction);
        Failures.Add(run, prediction);
    }
}
