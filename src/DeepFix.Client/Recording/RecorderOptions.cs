using DeepFix.Api;

namespace DeepFix.Client.Recording;

/// <summary>Where a record goes, and what is done with it.</summary>
public sealed record RecorderOptions
{
    /// <summary>What to do when a server is not there.</summary>
    public RecorderMode Mode { get; init; } = RecorderMode.Fallback;

    /// <summary>Where MLflow is; null = environment variable <c>MLFLOW_TRACKING_URI</c>, and without it the record goes to <see cref="OfflineFolder"/>.</summary>
    public string? TrackingUri { get; init; }

    /// <summary>Experiment of the run, made where it is missing.</summary>
    public string Experiment { get; init; } = "Default";

    /// <summary>Name of the run; null = MLflow makes one up.</summary>
    public string? RunName { get; init; }

    /// <summary>Id of a run that exists already, to which the record belongs; its state is left to its owner. Null = a run is made at the end.</summary>
    public string? RunId { get; init; }

    /// <summary>The DeepFix server, and how patient to be with it.</summary>
    public DeepFixClientOptions Server { get; init; } = new();

    /// <summary>Whether the run is analysed at the end.</summary>
    public bool EnableAnalysis { get; init; } = true;

    /// <summary>Whether the end waits for the analysis.</summary>
    public AnalysisMode AnalysisMode { get; init; } = AnalysisMode.Sync;

    /// <summary>How often an asynchronous analysis is asked after.</summary>
    public PollingConfig Polling { get; init; } = new();

    /// <summary>What to look at, and for how long.</summary>
    public AnalysisOptions Analysis { get; init; } = new();

    /// <summary>What is known of the run beyond its artifacts.</summary>
    public AnalysisContext? Context { get; init; }

    /// <summary>Never use the network: the record goes to <see cref="OfflineFolder"/> and is analysed in this process.</summary>
    public bool OfflineMode { get; init; }

    /// <summary>Folder under which records lie that no MLflow took, one folder a run.</summary>
    public string OfflineFolder { get; init; } = "deepfix-runs";

    /// <summary>Whether a training that is interrupted (Ctrl+C, SIGTERM) or dies of an unhandled exception is recorded and analysed before the process ends.</summary>
    public bool RecordsSuddenEnds { get; init; } = true;

    /// <summary>Cancels the training: a recorder that is disposed after it says that the run was killed.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Where results and the warning are printed; null = standard output.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Time for everything after the training: logging, analysis, waiting for servers.</summary>
    public TimeSpan Within
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Within is more than zero.");
    } = TimeSpan.FromSeconds(70);
}
