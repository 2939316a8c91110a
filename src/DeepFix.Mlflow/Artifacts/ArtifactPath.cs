using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Refuses artifact paths that could leave the run's folder.</summary>
internal static class ArtifactPath
{
    private const string Remedy = "Give a path within the run's artifacts, with forward slashes, such as training_artifacts/metrics.csv.";

    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.InvalidParameter"/>.</exception>
    public static void Check(string path, bool isRootAllowed)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            if (isRootAllowed) return;
            throw StoreErrors.Invalid("The path of the artifact is empty.", Remedy);
        }
        var isRefused = !RelativePath.IsInside(path)
            || Path.IsPathRooted(path)
            || StoreUri.HasDrive(path)
            || (OperatingSystem.IsWindows() && path.AsSpan().ContainsAny('\\', ':'));
        if (isRefused)
            throw StoreErrors.Invalid($"'{path.Replace('\0', '?')}' is not a path within the run's artifacts.", Remedy);
    }
}
