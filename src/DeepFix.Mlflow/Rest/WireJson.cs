using System.Text.Json.Serialization;

namespace DeepFix.Mlflow.Rest;

/// <summary>Serialization without reflection; 64-bit numbers come as numbers or as texts, and numbers that are not finite as texts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Wire.RunAnswer))]
[JsonSerializable(typeof(Wire.RunInfoAnswer))]
[JsonSerializable(typeof(Wire.RunsAnswer))]
[JsonSerializable(typeof(Wire.MetricsAnswer))]
[JsonSerializable(typeof(Wire.ExperimentAnswer))]
[JsonSerializable(typeof(Wire.ExperimentsAnswer))]
[JsonSerializable(typeof(Wire.CreatedExperiment))]
[JsonSerializable(typeof(Wire.ArtifactsAnswer))]
[JsonSerializable(typeof(Wire.ServerInfo))]
[JsonSerializable(typeof(Wire.Nothing))]
[JsonSerializable(typeof(Wire.SearchRuns))]
[JsonSerializable(typeof(Wire.SearchExperiments))]
[JsonSerializable(typeof(Wire.CreateExperiment))]
[JsonSerializable(typeof(Wire.CreateRun))]
[JsonSerializable(typeof(Wire.UpdateRun))]
[JsonSerializable(typeof(Wire.LogMetric))]
[JsonSerializable(typeof(Wire.RunKeyAndValue))]
[JsonSerializable(typeof(Wire.LogBatch))]
[JsonSerializable(typeof(Wire.Metric))]
[JsonSerializable(typeof(Wire.KeyAndValue))]
internal sealed partial class WireJson : JsonSerializerContext;
