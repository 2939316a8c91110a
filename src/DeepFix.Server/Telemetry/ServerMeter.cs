using System.Diagnostics.Metrics;
using DeepFix.Api;

namespace DeepFix.Server.Telemetry;

/// <summary>What the server counts besides the analyses themselves.</summary>
internal sealed class ServerMeter
{
    public const string Name = "DeepFix.Server";

    private readonly Counter<long> _errors;
    private int _queued;

    public ServerMeter(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _errors = meter.CreateCounter<long>("deepfix.errors", "{error}", "Requests that were refused or failed, by code");
        meter.CreateObservableGauge("deepfix.analyses.queued", () => Volatile.Read(ref _queued), "{analysis}", "Accepted analyses that wait, as this replica last saw the store: the queue of all replicas");
    }

    /// <summary>Notes how many analyses wait in the store.</summary>
    public void Queued(int count) => Volatile.Write(ref _queued, count);

    /// <summary>Counts an answer that is an error.</summary>
    public void Error(ErrorCode code) => _errors.Add(1, new KeyValuePair<string, object?>("code", code.WireName()));
}
