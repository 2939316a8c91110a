using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DeepFix.Api;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads what a run logged of its training: from its artifacts, and where those are missing from the tracking store.</summary>
internal sealed class TrainingReader(RunRecord record, RunFiles files, ReadLog log)
{
    private bool _usedHistories, _usedParams;

    public TrainingArtifacts? Read(AnalysisContext? context, DatasetArtifacts? dataset)
    {
        MetricTable metrics = FromFile() ?? FromHistories();
        TrainingParameters parameters = Parameters();
        if (_usedHistories || _usedParams) log.Warnings.Add(Rebuilt());
        if (metrics.Series.Count == 0) return null;
        return new TrainingArtifacts
        {
            Metrics = metrics,
            Parameters = parameters,
            Status = record.Status,
            StepOrder = log.StepOrder,
            Facts = FactsReader.Join(context, dataset, parameters, metrics),
            Faults = [.. log.Faults.Where(f => !f.File.StartsWith("dataset/", StringComparison.Ordinal) && !f.File.StartsWith("deepchecks/", StringComparison.Ordinal))],
        };
    }

    /// <summary>A hash of the histories and one of the params, where they stood in for artifacts; independent of their order.</summary>
    public IEnumerable<string> UsedOfStore()
    {
        if (_usedHistories) yield return Hash(Histories.Readable(record.Histories).Select(h => (h.Key, PointsText(h))));
        if (_usedHistories && Histories.Times(record.Histories) is { Count: > 0 } times) yield return Hash([("times", string.Join('\n', times.OrderBy(t => t.Key).Select(t => FormattableString.Invariant($"{t.Key} {t.Value}"))))]);
        if (_usedParams) yield return Hash(record.Params.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));
    }

    private MetricTable? FromFile()
    {
        RunFile? file = files.First("training_artifacts/metrics.csv", "metrics.csv");
        if (file is null || CsvReader.Read(file, log) is not { } table) return null;
        IReadOnlyList<MetricSeries> series = MetricRows.Series(table, log);
        if (series.Count > 0) return MetricTables.Build(series, table.RowCount, file.Path, log);
        log.Fault(file.Path, null, "It holds no number below its header.", "Log one row an epoch with step, epoch and train_loss.");
        return null;
    }

    private MetricTable FromHistories()
    {
        (IReadOnlyList<MetricSeries> series, int rows) = Histories.Series(record.Histories, log);
        if (series.Count == 0) return MetricTable.Empty;
        _usedHistories = true;
        return MetricTables.Build(series, rows, Histories.Source, log, Histories.Times(record.Histories));
    }

    private TrainingParameters Parameters()
    {
        RunFile? file = files.First("training_artifacts/params.yaml", "params.yaml");
        if (file is not null && Documents.Read(file, log) is { } root) return ParameterReader.Read(root, file.Path, log);
        if (record.Params.Count == 0) return TrainingParameters.None;
        _usedParams = true;
        return ParameterReader.Read(record.Params, log);
    }

    private string Rebuilt() => (_usedHistories, _usedParams) switch
    {
        (true, true) => "Metrics and params were rebuilt from the run's MLflow metric histories and params: it has no training_artifacts.",
        (true, false) => "Metrics were rebuilt from the run's MLflow metric histories: it has no readable metrics.csv.",
        _ => "Params were rebuilt from the run's MLflow params: it has no readable params.yaml.",
    };

    private static string PointsText(MetricHistory history)
    {
        var text = new StringBuilder();
        foreach (MetricPoint point in history.Points.OrderBy(p => p.Step).ThenBy(p => p.Timestamp).ThenBy(p => p.Value))
            text.Append(CultureInfo.InvariantCulture, $"{point.Step} {point.Value:R}\n");
        return text.ToString();
    }

    private static string Hash(IEnumerable<(string Key, string Value)> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in entries)
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{key.Length}:{key}{value.Length}:{value}")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
