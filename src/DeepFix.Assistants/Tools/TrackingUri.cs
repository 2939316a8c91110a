namespace DeepFix.Assistants.Tools;

/// <summary>The argument that says where MLflow is.</summary>
internal static class TrackingUri
{
    public const string Name = "mlflow_tracking_uri";

    public const string Description = "The MLflow tracking server, as http://host:port. May be left out where only one may be read; others are refused.";
}
