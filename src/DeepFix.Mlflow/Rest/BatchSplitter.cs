using System.Text.Json;

namespace DeepFix.Mlflow.Rest;

/// <summary>Cuts what is to be logged into requests that a server takes: params first, as they alone can conflict, then tags, then metrics.</summary>
internal sealed class BatchSplitter(string runId)
{
    public const int MostMetrics = 1000;
    public const int MostParams = 100;
    public const int MostTags = 100;
    public const int MostInAll = 1000;
    public const int MostBytes = 1_000_000;
    private const int BytesOfTheFrame = 200;

    private readonly List<Wire.LogBatch> _batches = [];
    private List<Wire.Metric> _metrics = [];
    private List<Wire.KeyAndValue> _params = [];
    private List<Wire.KeyAndValue> _tags = [];
    private int _bytes = BytesOfTheFrame;

    public static IReadOnlyList<Wire.LogBatch> Split(string runId, IEnumerable<Wire.Metric> metrics, IEnumerable<Wire.KeyAndValue> parameters, IEnumerable<Wire.KeyAndValue> tags)
    {
        var splitter = new BatchSplitter(runId);
        foreach (var parameter in parameters)
        {
            splitter.MakeRoom(JsonSerializer.SerializeToUtf8Bytes(parameter, WireJson.Default.KeyAndValue).Length, splitter._params.Count >= MostParams);
            splitter._params.Add(parameter);
        }

        foreach (var tag in tags)
        {
            splitter.MakeRoom(JsonSerializer.SerializeToUtf8Bytes(tag, WireJson.Default.KeyAndValue).Length, splitter._tags.Count >= MostTags);
            splitter._tags.Add(tag);
        }

        foreach (var metric in metrics)
        {
            splitter.MakeRoom(JsonSerializer.SerializeToUtf8Bytes(metric, WireJson.Default.Metric).Length, splitter._metrics.Count >= MostMetrics);
            splitter._metrics.Add(metric);
        }

        splitter.Close();
        return splitter._batches;
    }

    private void MakeRoom(int bytes, bool isFull)
    {
        if (isFull || _metrics.Count + _params.Count + _tags.Count >= MostInAll || _bytes + bytes + 1 > MostBytes) Close();
        _bytes += bytes + 1;
    }

    private void Close()
    {
        if (_metrics.Count + _params.Count + _tags.Count > 0) _batches.Add(new(runId, OrNull(_metrics), OrNull(_params), OrNull(_tags)));
        (_metrics, _params, _tags, _bytes) = ([], [], [], BytesOfTheFrame);
    }

    private static List<T>? OrNull<T>(List<T> list) => list.Count > 0 ? list : null;
}
